//go:build linux

// Package landlock makes rulesets: which files a run may read, write and
// execute, and that its signals and abstract sockets stay within it.
package landlock

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Access is a set of file access rights.
type Access uint64

// The sets of rights that runs are given.
const (
	// Read permits reading files and listing directories.
	Read Access = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	// Execute permits executing files.
	Execute Access = unix.LANDLOCK_ACCESS_FS_EXECUTE
	// Write permits writing files that exist.
	Write Access = unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE
	// Manage permits making, moving and removing files, but not devices.
	Manage Access = unix.LANDLOCK_ACCESS_FS_REMOVE_DIR | unix.LANDLOCK_ACCESS_FS_REMOVE_FILE |
		unix.LANDLOCK_ACCESS_FS_MAKE_DIR | unix.LANDLOCK_ACCESS_FS_MAKE_REG |
		unix.LANDLOCK_ACCESS_FS_MAKE_SOCK | unix.LANDLOCK_ACCESS_FS_MAKE_FIFO |
		unix.LANDLOCK_ACCESS_FS_MAKE_SYM | unix.LANDLOCK_ACCESS_FS_REFER
	// onFile are the rights that make sense for something not a directory.
	onFile Access = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE |
		unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE |
		unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
)

// The versions of the kernel's interface that brought something used here.
const (
	abiRefer    = 2
	abiTruncate = 3
	// ABINet: TCP can be denied.
	ABINet      = 4
	abiIoctlDev = 5
	// ABIScope: signals and abstract unix sockets can be kept within.
	ABIScope = 6
)

// ABI returns the version of the kernel's interface, 0 when it has none.
func ABI() int {
	v, _, e := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if e != 0 {
		return 0
	}
	return int(v)
}

// attr is struct landlock_ruleset_attr up to ABI 6.
type attr struct {
	handledFS, handledNet, scoped uint64
}

// Ruleset is a ruleset being built, or ready to be enforced.
type Ruleset struct {
	// FD is its descriptor, close-on-exec.
	FD      int
	handled Access
}

// New makes an empty ruleset that denies every access to files, and TCP
// unless network is set, as far as the given ABI can.
func New(abi int, network bool) (*Ruleset, error) {
	handled := Access(unix.LANDLOCK_ACCESS_FS_MAKE_SYM<<1) - 1 // all of ABI 1
	if abi >= abiRefer {
		handled |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if abi >= abiTruncate {
		handled |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if abi >= abiIoctlDev {
		handled |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	a := attr{handledFS: uint64(handled)}
	size := unsafe.Sizeof(a.handledFS)
	if abi >= ABINet {
		size += unsafe.Sizeof(a.handledNet)
		if !network {
			a.handledNet = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
		}
	}
	if abi >= ABIScope {
		size += unsafe.Sizeof(a.scoped)
		a.scoped = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
	}
	fd, _, e := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&a)), size, 0)
	if e != 0 {
		return nil, fmt.Errorf("landlock_create_ruleset: %w", e)
	}
	return &Ruleset{FD: int(fd), handled: handled}, nil
}

// NewScope makes a ruleset that denies nothing but signals out of it, which
// the kernel must be able to. Moving files between directories is allowed by
// a rule: without a word about it any ruleset forbids it.
func NewScope() (*Ruleset, error) {
	a := attr{handledFS: unix.LANDLOCK_ACCESS_FS_REFER, scoped: unix.LANDLOCK_SCOPE_SIGNAL}
	fd, _, e := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&a)), unsafe.Sizeof(a), 0)
	if e != 0 {
		return nil, fmt.Errorf("landlock_create_ruleset: %w", e)
	}
	r := &Ruleset{FD: int(fd), handled: unix.LANDLOCK_ACCESS_FS_REFER}
	if err := r.Allow("/", r.handled); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// PathBeneath is struct landlock_path_beneath_attr, packed.
type PathBeneath [12]byte

// Rule returns the kernel's form of a rule for a directory, whose descriptor
// is stored later at the address given by ParentFD.
func (r *Ruleset) Rule(access Access) *PathBeneath {
	p := new(PathBeneath)
	*(*uint64)(unsafe.Pointer(p)) = uint64(access & r.handled)
	return p
}

// ParentFD is where the descriptor lies in the rule.
func (p *PathBeneath) ParentFD() *int32 { return (*int32)(unsafe.Pointer(&p[8])) }

// AllowFD permits access to what fd refers to, and below it.
func (r *Ruleset) AllowFD(fd int, access Access) error {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR {
		access &= onFile
	}
	p := r.Rule(access)
	*p.ParentFD() = int32(fd)
	_, _, e := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(r.FD),
		unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(p)), 0, 0, 0)
	if e != 0 {
		return fmt.Errorf("landlock_add_rule: %w", e)
	}
	return nil
}

// Allow permits access to path and below it. A path that does not exist is
// passed over.
func (r *Ruleset) Allow(path string, access Access) error {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err == unix.ENOENT {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	defer unix.Close(fd)
	if err := r.AllowFD(fd, access); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// Close gives up the ruleset's descriptor.
func (r *Ruleset) Close() error { return unix.Close(r.FD) }
