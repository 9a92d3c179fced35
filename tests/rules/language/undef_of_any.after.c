#undef BETA
