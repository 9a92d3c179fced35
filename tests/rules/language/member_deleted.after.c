struct a {
};
struct c {
};
