enum foo {
	A,
	NEW,
	B
};
