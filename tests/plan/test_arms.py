# SPDX-License-Identifier: GPL-2.0-only
"""What is a function in one configuration and a macro in another goes in; both are given right."""

from __future__ import annotations

import subprocess

import pytest

from tests.kinds.trees import GCC, Small, c
from tests.plan.states import compile_every_state

FREE = """
#include <linux/mm.h>
void free_now(int cpu, struct page *page);
#ifdef CONFIG_LATE
void free_late(int cpu, void *what);
#else
#define free_late(cpu, page) free_now((cpu), (page))
#endif
"""

USE = """
#include <linux/free.h>
void f(struct page *page)
{
    page->lid = NULL;
    free_late(0, page);
}
"""


def compile_arm(small: Small, texts: dict[str, str], *defines: str) -> None:
    """Let gcc check the outcome in one configuration."""
    small.compile(texts, "as it is")
    work = small.root.parent / "compiled"
    names = [f"-D{name}" for name in defines]
    sources = small.tree.files((".c",))
    done = subprocess.run(
        [*GCC, *names, *sources], cwd=work, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def converted(small: Small, header: str, use: str = USE) -> dict[str, str]:
    small.put("include/linux/free.h", c(header))
    small.put("mm/a.c", c(use))
    compile_every_state(small)
    last = small.states(small.plan())[-1]
    compile_arm(small, last)
    compile_arm(small, last, "CONFIG_LATE")
    return last


def test_a_function_that_is_a_macro_for_one_of_pages(small: Small) -> None:
    """The function takes a pointer to anything, and only the macro tells that it is a page's."""
    got = converted(small, FREE)
    assert "free_late(0, tin_page(tin));" in got["mm/a.c"]


def test_by_way_of_another_macro(small: Small) -> None:
    header = FREE.replace("free_now((cpu), (page))", "free_soon(page)")
    header += "#define free_soon(what) free_now(1, what)\n"
    assert "free_late(0, tin_page(tin));" in converted(small, header)["mm/a.c"]


def test_a_macro_that_hands_it_on_to_such_a_function(small: Small) -> None:
    header = FREE + "#define drop(page) free_late(1, page)\n"
    got = converted(small, header, USE.replace("free_late(0, page)", "drop(page)"))
    assert "drop(tin_page(tin));" in got["mm/a.c"]


def test_a_macro_that_does_nothing_with_it(small: Small) -> None:
    header = FREE.replace("free_now((cpu), (page))", "do { (void)(page); } while (0)")
    assert "free_late(0, tin);" in converted(small, header)["mm/a.c"]


def test_two_prototypes_of_which_one_takes_anything(small: Small) -> None:
    header = FREE.replace(
        "#define free_late(cpu, page) free_now((cpu), (page))",
        "static inline void free_late(int cpu, struct page *page)\n{\n    put_page(page);\n}",
    )
    assert "free_late(0, tin_page(tin));" in converted(small, header)["mm/a.c"]


@pytest.mark.parametrize("home", ["arch/one/include/asm/free.h", "fs/free.h"])
def test_a_macro_out_of_reach(small: Small, home: str) -> None:
    """The macro is another architecture's, or another directory's own."""
    before, _, after = FREE.partition("#ifdef CONFIG_LATE\n")
    function, _, macro = after.removesuffix("#endif\n").partition("#else\n")
    small.put(home, macro)
    assert "free_late(0, tin);" in converted(small, before + function)["mm/a.c"]


def test_a_function_of_tins_that_is_a_macro_of_pages_stays(small: Small) -> None:
    """No call would be right in both: the function keeps its type, and says why."""
    header = FREE.replace("void *what", "struct page *page")
    small.put("mm/b.c", c("""
        #ifndef CONFIG_LATE
        #define CONFIG_LATE
        #endif
        #include <linux/free.h>
        void free_late(int cpu, struct page *page)
        {
            page->depth = cpu;
        }
    """))  # fmt: skip
    got = converted(small, header)
    assert "free_late(0, tin_page(tin));" in got["mm/a.c"]
    assert "void free_late(int cpu, struct page *page)" in got.get("mm/b.c", small.files["mm/b.c"])
    assert "free_late() is a macro here, which takes a page" in small.why("mm/b.c", "free_late(")


def test_a_result_that_is_a_macro_of_pages_elsewhere(small: Small) -> None:
    header = """
    #include <linux/mm.h>
    #ifdef CONFIG_LATE
    struct page *tin_of(const void *at);
    #else
    #define tin_of(at) virt_to_page(at)
    #endif
    """
    small.put("mm/b.c", c("""
        #ifndef CONFIG_LATE
        #define CONFIG_LATE
        #endif
        #include <linux/free.h>
        struct page *tin_of(const void *at)
        {
            struct page *page = virt_to_page(at);

            page->depth = 0;
            return page;
        }
    """))  # fmt: skip
    use = """
    #include <linux/free.h>
    void *f(const void *at)
    {
        put_page(tin_of(at));
        return tin_of(at)->lid;
    }
    """
    got = converted(small, header, use)
    assert "return page_tin(tin_of(at))->lid;" in got["mm/a.c"]


FOUND = """\
#define found_page(x)					\\
({							\\
	struct page *page_found = lookup_page(x);	\\
	page_found;					\\
})
"""


def test_a_macro_gives_one_type_in_every_configuration(small: Small) -> None:
    """One architecture's definition has a variable of its own, the other's is a sum."""
    calls = "struct page *lookup_page(unsigned long x);\nextern struct page *all_pages;\n"
    small.put("arch/one/include/asm/found.h", calls + FOUND)
    other = "#define found_page(x) (all_pages + (x))\n"
    small.put("arch/two/include/asm/found.h", calls + other)
    user = """\
#include "../arch/one/include/asm/found.h"
void use(void)
{
	struct page *page = found_page(3);

	page->lid = NULL;
}
"""
    small.write(a=user)
    last = small.states(small.plan())[-1]
    assert "= page_tin(found_page(3));" in last["mm/a.c"]
    assert "arch/one/include/asm/found.h" not in last
    # Where there is no other definition, the variable goes with its page.
    small.put("arch/two/include/asm/found.h", calls)
    last = small.states(small.plan())[-1]
    assert "= found_page(3);" in last["mm/a.c"]
    assert "struct tin_page *" in last["arch/one/include/asm/found.h"]


def test_what_only_some_definitions_of_a_macro_give_stays_a_page(small: Small) -> None:
    small.put(
        "arch/one/include/asm/found.h",
        "struct page *make_tin(unsigned long x);\n#define found_page(x) make_tin(x)\n",
    )
    small.put(
        "arch/two/include/asm/found.h",
        "extern struct page *all_pages;\n#define found_page(x) (all_pages + (x))\n",
    )
    small.write(
        a='#include "../arch/one/include/asm/found.h"\n'
        "struct page *make_tin(unsigned long x)\n{\n\tstruct page *page = alloc_page(0);\n\n"
        "\tpage->lid = NULL;\n\treturn page;\n}\n",
        b='#include "../arch/one/include/asm/found.h"\n'
        "void use(void)\n{\n\tput_page(found_page(3));\n}\n",
    )
    last = small.states(small.plan())[-1]
    assert "struct page *make_tin(unsigned long x)\n" in last["mm/a.c"]
    assert "arch/one/include/asm/found.h" not in last
    assert "mm/b.c" not in last


def test_definitions_within_definitions_are_looked_at_once(small: Small) -> None:
    """Each of twelve macros has twelve definitions that use the next: nobody could try them all."""
    calls = "struct page *lookup_page(unsigned long x);\n"
    for number in range(12):
        nested = "".join(
            f"#define level{at}(x) level{at + 1}((x) + {number})\n" for at in range(12)
        )
        last = "#define level12(x) lookup_page(x)\n"
        small.put(f"arch/a{number}/include/asm/levels.h", calls + nested + last)
    small.write(
        a='#include "../arch/a0/include/asm/levels.h"\n'
        "void use(void)\n{\n\tstruct page *page = level0(1);\n\n\tpage->lid = NULL;\n}\n"
        "struct page *lookup_page(unsigned long x)\n{\n\treturn alloc_page(x);\n}\n"
    )
    assert "struct tin_page *tin = " in small.states(small.plan())[-1]["mm/a.c"]
