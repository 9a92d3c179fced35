enum x { A, C };
enum y { D, A };
