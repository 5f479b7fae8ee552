#include "textflag.h"

// func start(nr, a0, a1, a2, a3, a4 uintptr, script *step, fail *failure) uintptr
//
// The child uses registers only, never the stack, which may be its parent's:
//   BX the script's first step   R12 the current step
//   R13 where to report failure  BP the saved result
//   R15 the current step's op
// A system call keeps all registers but AX, CX and R11.
TEXT ·start(SB), NOSPLIT|NOFRAME, $0-72
	MOVQ script+48(FP), R12
	MOVQ fail+56(FP), R13
	MOVQ nr+0(FP), AX
	MOVQ a0+8(FP), DI
	MOVQ a1+16(FP), SI
	MOVQ a2+24(FP), DX
	MOVQ a3+32(FP), R10
	MOVQ a4+40(FP), R8
	SYSCALL
	TESTQ AX, AX
	JZ child
	MOVQ AX, ret+64(FP)
	RET

child:
	MOVQ R12, BX
	XORL BP, BP

next:
	MOVQ 0(R12), AX
	MOVQ 8(R12), R15
	MOVQ 24(R12), DI
	MOVQ 32(R12), SI
	MOVQ 40(R12), DX
	MOVQ 48(R12), R10
	MOVQ 56(R12), R8
	MOVQ 64(R12), R9
	TESTQ $2, R15 // opUseSaved
	JZ call
	MOVQ BP, DI

call:
	SYSCALL
	CMPQ AX, $-4095
	JCC failed
	TESTQ $32, R15 // opUntil
	JZ save
	CMPQ AX, BP
	JNE next

save:
	TESTQ $4, R15 // opSave
	JZ store
	MOVQ AX, BP

store:
	TESTQ $8, R15 // opStore
	JZ branch
	MOVQ 16(R12), CX
	MOVL AX, (CX)

branch:
	TESTQ $16, R15 // opBranch
	JZ advance
	TESTQ AX, AX
	JZ advance
	MOVQ 16(R12), R12
	JMP next

advance:
	ADDQ $72, R12
	JMP next

failed:
	TESTQ $1, R15 // opIgnore
	JNZ advance
	NEGQ AX
	SUBQ BX, R12
	MOVL R12, 0(R13)
	MOVL AX, 4(R13)

exit:
	MOVL $231, AX // exit_group
	MOVL $127, DI
	SYSCALL
	JMP exit
