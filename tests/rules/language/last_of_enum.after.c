enum first { A, NEW, B };
enum second { NEW, C };
enum third { D, NEW, };
