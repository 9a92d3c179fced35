enum foo {
	A,
	OLD,
	B
};
