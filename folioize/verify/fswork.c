// SPDX-License-Identifier: GPL-2.0-only
/*
 * Works a file system and tells what is in it, in lines that do not depend on time or on the
 * order in which it lists names.
 *
 *   fswork work DIR	write, map, truncate, rename, link and remove in DIR
 *   fswork sums DIR	print each name below DIR with its size and the checksum of its bytes
 */

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int failed;

static void fail(const char *what, const char *name)
{
	printf("%s %s fails: %s\n", what, name, strerror(errno));
	failed = 1;
}

static unsigned char byte_at(unsigned int seed, off_t at)
{
	return (seed * 2654435761u + (unsigned int)at * 40503u) >> 7;
}

static void fill(unsigned char *to, unsigned int seed, off_t at, size_t size)
{
	for (size_t i = 0; i < size; i++)
		to[i] = byte_at(seed, at + (off_t)i);
}

static void write_at(int file, unsigned int seed, off_t at, size_t size, const char *name)
{
	unsigned char *data = malloc(size);

	fill(data, seed, at, size);
	if (pwrite(file, data, size, at) != (ssize_t)size)
		fail("write", name);
	free(data);
}

/* Pages that were written through a mapping have to reach the disk as those of write() do. */
static void map_at(int file, unsigned int seed, off_t at, size_t size, const char *name)
{
	unsigned char *data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, at);

	if (data == MAP_FAILED) {
		fail("mmap", name);
		return;
	}
	fill(data, seed, at, size);
	if (msync(data, size, MS_SYNC))
		fail("msync", name);
	munmap(data, size);
}

static void work_file(unsigned int number)
{
	static const size_t sizes[] = { 1, 511, 1024, 4095, 4096, 4097, 20000, 65536, 300001 };
	size_t size = sizes[number % (sizeof(sizes) / sizeof(*sizes))];
	char name[32];
	int file;

	snprintf(name, sizeof(name), "file-%03u", number);
	file = open(name, O_RDWR | O_CREAT | O_TRUNC, 0644);
	if (file < 0) {
		fail("open", name);
		return;
	}
	write_at(file, number, 0, size, name);
	if (size > 4096)
		map_at(file, number + 1000, 4096, size - 4096, name);
	if (number % 3 == 0 && ftruncate(file, (off_t)size / 2))
		fail("truncate", name);
	if (number % 4 == 1 && ftruncate(file, (off_t)size + 9000))
		fail("extend", name);
	if (number % 5 == 2)
		write_at(file, number + 2000, (off_t)size + 30000, 700, name);
	if (number % 2 && fsync(file))
		fail("fsync", name);
	close(file);
}

static void work(void)
{
	char from[48], to[48];

	for (unsigned int i = 0; i < 60; i++)
		work_file(i);
	/* Directories of several blocks, and entries that come, go and move between them. */
	for (unsigned int i = 0; i < 4; i++) {
		snprintf(to, sizeof(to), "dir-%u", i);
		if (mkdir(to, 0755))
			fail("mkdir", to);
	}
	for (unsigned int i = 0; i < 400; i++) {
		snprintf(to, sizeof(to), "dir-%u/entry-%04u", i % 3, i);
		int file = open(to, O_WRONLY | O_CREAT | O_EXCL, 0600);

		if (file < 0) {
			fail("create", to);
			continue;
		}
		close(file);
		if (i % 7 == 3 && unlink(to))
			fail("unlink", to);
		if (i % 11 == 5 && i % 7 != 3) {
			strcpy(from, to);
			snprintf(to, sizeof(to), "dir-3/moved-%04u", i);
			if (rename(from, to))
				fail("rename", from);
		}
	}
	if (rename("dir-2", "dir-3/dir-2"))
		fail("rename", "dir-2");
	if (!rmdir("dir-1"))
		printf("a directory that is not empty was removed\n");
	for (unsigned int i = 0; i < 60; i += 6) {
		snprintf(from, sizeof(from), "file-%03u", i);
		snprintf(to, sizeof(to), "link-%03u", i);
		if (i % 12 ? link(from, to) : symlink(from, to))
			fail("link", to);
	}
	for (unsigned int i = 7; i < 60; i += 10) {
		snprintf(from, sizeof(from), "file-%03u", i);
		if (unlink(from))
			fail("unlink", from);
	}
	sync();
}

static int not_dots(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") &&
	       strcmp(entry->d_name, "lost+found");
}

static uint64_t sum_of(const char *path)
{
	uint64_t sum = 14695981039346656037u;
	unsigned char data[4096];
	int file = open(path, O_RDONLY);
	ssize_t size = 0;

	while (file >= 0 && (size = read(file, data, sizeof(data))) > 0)
		for (ssize_t i = 0; i < size; i++)
			sum = (sum ^ data[i]) * 1099511628211u;
	if (file < 0 || size < 0)
		fail("read", path);
	if (file >= 0)
		close(file);
	return sum;
}

static void tell(const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, not_dots, alphasort);
	struct stat state;
	char path[4096];

	if (count < 0)
		fail("list", folder);
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		if (lstat(path, &state))
			fail("stat", path);
		else if (S_ISDIR(state.st_mode))
			tell(path);
		else
			printf("%s links %u size %lld sum %016llx\n", path + 2,
			       (unsigned int)state.st_nlink, (long long)state.st_size,
			       (unsigned long long)sum_of(path));
	}
	printf("%s has %d names\n", folder, count);
}

int main(int argc, char **argv)
{
	if (argc != 3 || chdir(argv[2]))
		return 2;
	if (!strcmp(argv[1], "work"))
		work();
	else
		tell(".");
	return failed;
}
