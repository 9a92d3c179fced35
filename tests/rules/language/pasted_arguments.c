#define box_shout(box, text, ...)				\
	shout(&(box)->owner->dev, text, ##__VA_ARGS__)
#define lid_shout(lid, text, args...)	shout(lid, text , ## args)
#define all_shout(x, text, args...)	do {	\
	shout(x##_dev, text, ##args);		\
	count++;				\
} while (0)
#define odd_shout(a, x)	shout(a, x##_text)
