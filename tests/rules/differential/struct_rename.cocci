@@
@@
- struct vm_area_struct
+ struct vma
