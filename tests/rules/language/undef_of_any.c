#undef ALPHA
#undef BETA
#  undef ANY
