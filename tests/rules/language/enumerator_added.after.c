enum x { A, B, C };
enum y { D, A, B };
