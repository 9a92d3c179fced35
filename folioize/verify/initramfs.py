# SPDX-License-Identifier: GPL-2.0-only
"""Makes an initramfs: a static busybox goes in; a cpio archive whose init works slab comes out."""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from folioize.errors import FolioizeError

BUSYBOX = ("/bin/busybox", "/usr/bin/busybox", "/bin/busybox-static")
"""Where a busybox may be."""

SAYS = "folioize: "
"""What each line of the init script begins with on the console."""

_PT_INTERP = 3
_SCRIPT = r"""#!/bin/sh
export PATH=/bin
/bin/busybox --install -s /bin
say() { echo "folioize: $*"; }
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /tmp
say init runs
echo "4 4 1 7" > /proc/sys/kernel/printk

# Inodes and dentries by the thousand, made and freed several times over.
for round in 1 2 3; do
	mkdir -p /tmp/d
	i=0
	while [ $i -lt 3000 ]; do
		: > /tmp/d/file-$round-with-a-name-too-long-to-be-kept-in-the-dentry-$i
		i=$((i + 1))
	done
	say round $round has "$(ls /tmp/d | wc -l)" files
	rm -rf /tmp/d
done

# Objects of many sizes: pages behind pipes, symlinks, processes, data in tmpfs.
for size in 1 16 64 200 512 1000 4096 70000 300000; do
	head -c $size /dev/zero | cat | cat > /tmp/blob
	say pipe passed "$(wc -c < /tmp/blob)" bytes
done
i=0
long=a-target-too-long-to-be-kept-in-the-inode-itself-so-that-it-is-an-object-of-its-own
while [ $i -lt 100 ]; do
	ln -s $long-$i /tmp/link$i
	i=$((i + 1))
done
say links "$(ls /tmp | grep -c link)"
rm -f /tmp/link* /tmp/blob
i=0
while [ $i -lt 60 ]; do
	( read -r line < /proc/self/stat; : "$line" ) &
	i=$((i + 1))
done
wait
say processes done

# Sockets: a listener and some who call.
ip link set lo up 2>/dev/null || ifconfig lo up
nc -l -p 4000 -e /bin/true 2>/dev/null &
sleep 1
echo hello | nc -w 1 127.0.0.1 4000 2>/dev/null
wait
say sockets done

# Caches that come and go with what uses them.
for round in 1 2 3; do
	for type in tmpfs ramfs proc sysfs devtmpfs mqueue; do
		mkdir -p /mnt/$type
		mount -t $type none /mnt/$type 2>/dev/null && {
			find /mnt/$type -xdev -maxdepth 2 > /dev/null 2>&1
			umount /mnt/$type
			say round $round mounted $type
		}
	done
done
if grep -q loop /proc/devices; then
	dd if=/dev/zero of=/tmp/image bs=1k count=2048 2>/dev/null
	mkfs.ext2 /tmp/image > /dev/null 2>&1
	mkdir -p /mnt/image
	for round in 1 2 3; do
		mount -o loop /tmp/image /mnt/image 2>/dev/null && {
			mkdir /mnt/image/d$round
			echo $round > /mnt/image/d$round/file
			umount /mnt/image
			say round $round mounted an image
		}
	done
	rm -f /tmp/image
fi

# The file systems that were asked for: worked, and looked at again from the disk.
for image in /disks/*; do
	[ -e "$image" ] || continue
	type=${image##*/}
	mkdir -p /mnt/$type
	mount -t $type -o loop $image /mnt/$type 2>/tmp/why || {
		say disk $type cannot be mounted: "$(cat /tmp/why)"
		continue
	}
	fswork work /mnt/$type > /tmp/worked
	say disk $type worked with $?
	fswork sums /mnt/$type > /tmp/sums
	while read -r line; do
		say disk $type "$line"
	done < /tmp/worked
	umount /mnt/$type
	echo 3 > /proc/sys/vm/drop_caches
	mount -t $type -o loop $image /mnt/$type
	fswork sums /mnt/$type > /tmp/again
	while read -r line; do
		say disk $type "$line"
	done < /tmp/again
	cmp /tmp/sums /tmp/again && say disk $type is the same after it is mounted again
	rm -rf /mnt/$type/*
	say disk $type emptied, "$(ls /mnt/$type | grep -vc lost+found)" names left
	umount /mnt/$type
done

# No program is started in here: a thousand of them take minutes without KVM.
shrunk=0
if [ -d /sys/kernel/slab ]; then
	for cache in /sys/kernel/slab/*; do
		[ -e "$cache/shrink" ] && echo 1 > "$cache/shrink" && shrunk=$((shrunk + 1))
		[ -e "$cache/validate" ] && echo 1 > "$cache/validate" 2>/dev/null
		for file in "$cache"/*; do
			[ -f "$file" ] && read -r line < "$file" 2>/dev/null
		done
	done
fi
say caches shrunk $shrunk
echo 3 > /proc/sys/vm/drop_caches
for cache in /sys/kernel/slab/*; do
	[ -e "$cache/order" ] || continue
	read -r object < "$cache/object_size"
	read -r size < "$cache/slab_size"
	read -r order < "$cache/order"
	read -r count < "$cache/objs_per_slab"
	say slab "${cache##*/}" object_size "$object" slab_size "$size" order "$order" \
		objs_per_slab "$count"
done
while read -r name rest; do
	say slabinfo "$name"
done < /proc/slabinfo
grep -q . /proc/meminfo && say meminfo "$(grep -c . /proc/meminfo)" lines
dmesg | grep -E "BUG|WARNING|Oops|Call Trace|INFO: " | while read -r line; do
	say kernel complains "$line"
done
say done
sync
poweroff -f
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the archive: ``mode`` with its type; ``device`` is major and minor."""

    name: str
    mode: int
    data: bytes = b""
    device: tuple[int, int] = (0, 0)


def find_busybox() -> Path:
    """Return a static busybox of this machine; FolioizeError names the package if there is none."""
    for name in BUSYBOX:
        path = Path(name)
        if path.is_file() and _static(path.read_bytes()):
            return path
    raise FolioizeError("--boot needs a statically linked busybox: install busybox-static")


def _static(data: bytes) -> bool:
    """Whether a 64-bit ELF program asks for no loader, which the initramfs would not have."""
    if data[:5] != b"\x7fELF\x02":
        return False
    order = "<" if data[5] == 1 else ">"
    (start,) = struct.unpack_from(order + "Q", data, 32)
    size, count = struct.unpack_from(order + "HH", data, 54)
    kinds = (struct.unpack_from(order + "I", data, start + i * size)[0] for i in range(count))
    return _PT_INTERP not in kinds


def initramfs(
    busybox: Path, disks: Mapping[str, bytes] | None = None, worker: bytes = b""
) -> bytes:
    """Return the archive, uncompressed; the same busybox gives the same bytes.

    ``disks`` are images of file systems by their type, which the program ``worker`` works.
    """
    folders = ("bin", "dev", "proc", "sys", "tmp", "mnt", "disks")
    extra = [Entry("bin/fswork", stat.S_IFREG | 0o755, worker)] if worker else []
    for name, data in sorted((disks or {}).items()):
        extra.append(Entry(f"disks/{name}", stat.S_IFREG | 0o600, data))
    return newc(
        [
            *(Entry(name, stat.S_IFDIR | 0o755) for name in folders),
            Entry("dev/console", stat.S_IFCHR | 0o600, device=(5, 1)),
            Entry("dev/null", stat.S_IFCHR | 0o666, device=(1, 3)),
            Entry("dev/zero", stat.S_IFCHR | 0o666, device=(1, 5)),
            *(Entry(f"dev/loop{i}", stat.S_IFBLK | 0o660, device=(7, i)) for i in range(2)),
            Entry("bin/busybox", stat.S_IFREG | 0o755, busybox.read_bytes()),
            Entry("bin/sh", stat.S_IFLNK | 0o777, b"busybox"),
            *extra,
            Entry("init", stat.S_IFREG | 0o755, _SCRIPT.encode()),
        ]
    )


def newc(entries: Iterable[Entry]) -> bytes:
    """Return a cpio archive in the "newc" format that the kernel unpacks."""
    parts: list[bytes] = []
    for number, entry in enumerate([*entries, Entry("TRAILER!!!", 0)], 1):
        name = entry.name.encode() + b"\0"
        links = 2 if stat.S_ISDIR(entry.mode) else 1
        # ino mode uid gid nlink mtime filesize devmajor devminor rdevmajor rdevminor namesize check
        fields = (number, entry.mode, 0, 0, links, 0, len(entry.data), 0, 0, *entry.device)
        head = b"070701" + b"".join(b"%08X" % field for field in (*fields, len(name), 0))
        parts += [_padded(head + name), _padded(entry.data)]
    return b"".join(parts)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)
