# SPDX-License-Identifier: GPL-2.0-only
"""Functions that a header and a C file define go in; the home that names their patch comes out."""

from __future__ import annotations

import pytest

from folioize.kinds import Catalog, analyse
from folioize.model import Options
from folioize.plan.subjects import prefix_of
from folioize.plan.units import find_units
from tests.kinds.trees import Small


def test_an_empty_stand_in_is_no_home(small: Small) -> None:
    small.put(
        "include/linux/lid.h",
        "#ifdef LIDS\nvoid shut(struct page *page);\n#else\n"
        "static inline void shut(struct page *page) {}\n#endif\n",
    )
    small.put("mm/lids/shut.c", "void shut(struct page *page)\n{\n\tpage->lid = NULL;\n}\n")
    analysis = analyse(small.tree, Catalog().find_all(("tin_page",)), Options(jobs=1))
    units = find_units(analysis.graph, analysis.solutions[0].labels)
    assert units.home["function", "shut"] == "mm/lids/shut.c"


@pytest.mark.parametrize(
    ("path", "prefix"),
    [
        ("mm/lids.c", "mm/lids"),
        ("mm/lids/shut.c", "mm/lids"),
        ("drivers/iommu/intel/iommu.c", "iommu/intel"),
        ("arch/x86/mm/init_64.c", "x86/mm"),
        ("arch/arm/include/asm/tlb.h", "ARM"),
        ("arch/sparc/include/asm/pgalloc_64.h", "sparc"),
        ("drivers/gpu/drm/drm_vm.c", "drm/vm"),
        ("drivers/gpu/drm/virtio/virtgpu_object.c", "drm/virtio"),
        ("drivers/infiniband/hw/qib/qib_file_ops.c", "RDMA/qib"),
        ("drivers/media/common/videobuf2/videobuf2-vmalloc.c", "media: videobuf2"),
        ("drivers/md/raid10.c", "md"),
        ("fs/ext4/page-io.c", "ext4"),
        ("fs/splice.c", "splice"),
        ("kernel/kcov.c", "kcov"),
        ("security/selinux/selinuxfs.c", "selinux"),
        ("include/linux/lid.h", "mm"),
    ],
)
def test_the_prefix_of_a_subject(small: Small, path: str, prefix: str) -> None:
    (kind,) = Catalog().find_all(("tin_page",))
    assert prefix_of(kind, (path,)) == prefix
