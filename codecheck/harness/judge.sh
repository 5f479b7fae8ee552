# The tests' side: the program's functions are called in the other box, and what
# they print and return is all that comes from there. VR_KNOWN and VR_STDIN are
# names in the tests that may be the program's, and those of them that are fed.
exec 8<&0 9>&1 7>&3 3>&- </dev/null >&2
vr_call() {
  local vr_in= vr_reply vr_status
  [[ " VR_STDIN " != *" $1 "* ]] || vr_in=$(/usr/bin/cat; printf x)
  # Calls of one pipeline come one after the other.
  {
    /usr/bin/flock 6
    printf '%q ' "${vr_in%x}" "$@" >&9
    printf '\n' >&9
    if ! IFS= read -r -u 8 vr_reply; then
      printf '{"gone":true}' >&7
      kill -KILL $$
    fi
  } 6>.lock
  vr_status=${vr_reply%%:*} vr_reply=${vr_reply#*:}
  [[ $vr_reply = :* ]] || printf %s "${vr_reply%%:*}" | /usr/bin/base64 -d
  [[ -z ${vr_reply#*:} ]] || printf %s "${vr_reply#*:}" | /usr/bin/base64 -d >&2
  [[ $vr_status =~ ^[0-9]{1,3}$ ]] || vr_status=1
  return "$vr_status"
}
IFS=' ' read -r -u 8 -a vr_names || { printf '{"gone":true}' >&7; exit 1; }
for vr_name in "${vr_names[@]}"; do
  [[ " VR_KNOWN " != *" $vr_name "* ]] || eval "$vr_name() { vr_call $vr_name \"\$@\"; }"
done
unset vr_names vr_name
VR_TESTS
builtin printf '{"ok":true}' >&7
builtin exit 0
