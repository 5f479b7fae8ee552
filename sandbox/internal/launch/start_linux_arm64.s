#include "textflag.h"

// func start(nr, a0, a1, a2, a3, a4 uintptr, script *step, fail *failure) uintptr
//
// The child uses registers only, never the stack, which may be its parent's:
//   R19 the script's first step   R20 where to report failure
//   R21 the current step          R22 its op
//   R23 the saved result
// A system call keeps all registers but R0.
TEXT ·start(SB), NOSPLIT|NOFRAME, $0-72
	MOVD script+48(FP), R19
	MOVD fail+56(FP), R20
	MOVD nr+0(FP), R8
	MOVD a0+8(FP), R0
	MOVD a1+16(FP), R1
	MOVD a2+24(FP), R2
	MOVD a3+32(FP), R3
	MOVD a4+40(FP), R4
	SVC
	CBZ R0, child
	MOVD R0, ret+64(FP)
	RET

child:
	MOVD R19, R21
	MOVD ZR, R23

next:
	MOVD 0(R21), R8
	MOVD 8(R21), R22
	MOVD 24(R21), R0
	MOVD 32(R21), R1
	MOVD 40(R21), R2
	MOVD 48(R21), R3
	MOVD 56(R21), R4
	MOVD 64(R21), R5
	TBZ $1, R22, call // opUseSaved
	MOVD R23, R0

call:
	SVC
	CMN $4095, R0
	BCS failed
	TBZ $5, R22, save // opUntil
	CMP R23, R0
	BNE next

save:
	TBZ $2, R22, store // opSave
	MOVD R0, R23

store:
	TBZ $3, R22, branch // opStore
	MOVD 16(R21), R9
	MOVW R0, (R9)

branch:
	TBZ $4, R22, advance // opBranch
	CBZ R0, advance
	MOVD 16(R21), R21
	B next

advance:
	ADD $72, R21
	B next

failed:
	TBNZ $0, R22, advance // opIgnore
	NEG R0, R0
	SUB R19, R21
	MOVW R21, (R20)
	MOVW R0, 4(R20)

exit:
	MOVD $94, R8 // exit_group
	MOVD $127, R0
	SVC
	B exit
