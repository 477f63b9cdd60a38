"""Takes from this process what a parser never needs: network, new programs, files to write, memory and time without end. Never gives anything back."""

import ctypes
import errno
import os
import platform
import resource
import struct

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_DUMPABLE = 4
_SECCOMP_SET_MODE_FILTER = 1
_SECCOMP_FILTER_FLAG_TSYNC = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_CLONE_THREAD = 0x00010000
_NOBODY = 65534

# linux/audit.h and the two architectures' system call tables.
_ARCHITECTURES = {"x86_64": (0xC000003E, 317), "aarch64": (0xC00000B7, 277)}
_X32_BIT = 0x40000000
_DENIED: dict[str, tuple[int, ...]] = {
    # socket connect accept sendto recvfrom sendmsg recvmsg bind listen socketpair accept4 recvmmsg sendmmsg
    # fork vfork execve execveat ptrace process_vm_readv/writev kill tkill(no) unshare setns mount umount2 pivot_root chroot
    # io_uring_* bpf perf_event_open userfaultfd keyctl add_key request_key memfd_create open_by_handle_at
    # rename* unlink* mkdir* link* symlink* mknod* chmod* chown* truncate creat
    "x86_64": (
        41, 42, 43, 44, 45, 46, 47, 49, 50, 53, 288, 299, 307,
        57, 58, 59, 322, 101, 310, 311, 62, 272, 308, 165, 166, 155, 161,
        425, 426, 427, 321, 298, 323, 250, 248, 249, 319, 304,
        82, 264, 316, 87, 263, 83, 258, 84, 86, 265, 88, 266, 133, 259, 90, 268, 92, 260, 94, 76, 85,
    ),
    # the same numbers of the generic table (no open, fork, creat … there)
    "aarch64": (
        198, 199, 200, 201, 202, 203, 204, 205, 206, 207, 211, 212, 242, 243, 269,
        221, 281, 117, 270, 271, 129, 97, 268, 40, 39, 41, 51,
        425, 426, 427, 280, 241, 282, 219, 217, 218, 279, 265,
        38, 276, 35, 34, 37, 36, 33, 52, 53, 54, 55, 45,
    ),
}  # fmt: skip
_OPEN = {"x86_64": ((2, 1), (257, 2)), "aarch64": ((56, 2),)}  # call number, place of its flags
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3, _OPENAT2 = 435, 437
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

_LD, _JEQ, _JGE, _JSET, _RET = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000


def _fail(number: int) -> int:
    return 0x00050000 | number


def _filter_program(machine: str) -> bytes:
    """A classic BPF program: what is denied answers EPERM, a foreign architecture kills."""
    audit, _ = _ARCHITECTURES[machine]
    code: list[tuple[int, int, int, int]] = [
        (_LD, 0, 0, 4),
        (_JEQ, 1, 0, audit),
        (_RET, 0, 0, _KILL),
        (_LD, 0, 0, 0),
    ]
    if machine == "x86_64":
        code += [(_JGE, 0, 1, _X32_BIT), (_RET, 0, 0, _fail(errno.EPERM))]
    for number in _DENIED[machine]:
        code += [(_JEQ, 0, 1, number), (_RET, 0, 0, _fail(errno.EPERM))]
    for number in (
        _CLONE3,
        _OPENAT2,
    ):  # their flags lie in memory, which a filter cannot read: the C library falls back
        code += [(_JEQ, 0, 1, number), (_RET, 0, 0, _fail(errno.ENOSYS))]
    for number, place in _OPEN[machine]:
        code += [(_JEQ, 0, 4, number), (_LD, 0, 0, 16 + 8 * place), (_JSET, 0, 1, _WRITING)]
        code += [(_RET, 0, 0, _fail(errno.EPERM)), (_RET, 0, 0, _ALLOW)]
    code += [(_JEQ, 0, 4, _CLONE[machine]), (_LD, 0, 0, 16), (_JSET, 1, 0, _CLONE_THREAD)]
    code += [(_RET, 0, 0, _fail(errno.EPERM)), (_RET, 0, 0, _ALLOW)]
    code.append((_RET, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def _forbid_calls(libc: ctypes.CDLL) -> bool:
    """The system call filter, for every thread of the process."""
    machine = platform.machine()
    if machine not in _ARCHITECTURES or struct.calcsize("P") != 8:
        return False
    program = _filter_program(machine)
    buffer = ctypes.create_string_buffer(program, len(program))
    header = _Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    number = _ARCHITECTURES[machine][1]
    answer = libc.syscall(
        ctypes.c_long(number),
        ctypes.c_uint(_SECCOMP_SET_MODE_FILTER),
        ctypes.c_uint(_SECCOMP_FILTER_FLAG_TSYNC),
        ctypes.byref(header),
    )
    return bool(answer == 0)


def _leave_network(libc: ctypes.CDLL) -> bool:
    """An empty network namespace, where the filter cannot be had."""
    flags = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWNET | _CLONE_NEWUSER
    return bool(libc.unshare(flags) == 0)


def _drop_root() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _mapped_bytes() -> int:
    with open("/proc/self/statm", "rb") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


def _limit(memory_bytes: int, cpu_seconds: int) -> None:
    memory = _mapped_bytes() + memory_bytes
    limits = {
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CPU: (cpu_seconds, cpu_seconds + 2),  # the soft one's signal says why
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_NOFILE: (32, 32),
        resource.RLIMIT_CORE: (0, 0),
    }
    for name, (soft, hard) in limits.items():
        allowed = resource.getrlimit(name)[1]
        if allowed != resource.RLIM_INFINITY:
            soft, hard = min(soft, allowed), min(hard, allowed)  # noqa: PLW2901
        resource.setrlimit(name, (soft, hard))


def confine(*, memory_bytes: int, cpu_seconds: int) -> bool:
    """Confine this process for good; false where its network cannot be taken away: then nothing may be parsed."""
    libc = ctypes.CDLL(None, use_errno=True)
    _limit(memory_bytes, cpu_seconds)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    # The namespace needs root's right and the filter does not, so root asks for both, in this order.
    left = os.geteuid() == 0 and _leave_network(libc)
    _drop_root()
    return _forbid_calls(libc) or left or _leave_network(libc)
