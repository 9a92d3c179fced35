void f(void)
{
	begin();
	log(3
#ifdef CONFIG_A
	    + 5
#endif
#ifdef CONFIG_B
	    + 2
#endif
	   );
	put(3
#ifdef CONFIG_A
	    + 5
#endif
	   );
	end();
}
