enum first { A, OLD, B };
enum second { OLD, C };
enum third { D, OLD };
