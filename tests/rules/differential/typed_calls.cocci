// A call on a typed expression, by whatever way it is known.
@@
struct sk_buff *skb;
@@
- kfree_skb(skb)
+ skb_drop(skb, 0)
