void f(void)
{
	begin();
	drop(3
#ifdef CONFIG_A
	     + 5
#endif
	   );
	end();
}
