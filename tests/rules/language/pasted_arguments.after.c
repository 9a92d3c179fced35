#define box_shout(box, text, ...)				\
	say(text, &(box)->owner->dev, ##__VA_ARGS__)
#define lid_shout(lid, text, args...)	say(text, lid, ## args)
#define all_shout(x, text, args...)	do {	\
	say(text, x##_dev, ##args);		\
	count++;				\
} while (0)
#define odd_shout(a, x)	say(x##_text, a)
