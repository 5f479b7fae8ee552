# The program's side of appended tests: it runs the program's text, says which
# functions that declares, and calls them as it is asked to, each in a shell of
# its own like that of $(...). What the tests say never comes here.
exec 8<&0 9>&1 </dev/null >&2
vr_d=$(mktemp -d)
. ./main.sh
compgen -A function >"$vr_d/f" || :
mapfile -t vr_a <"$vr_d/f"
(IFS=' ' && builtin printf '%s\n' "${vr_a[*]}") >&9
while IFS= builtin read -r -u 8 vr_line; do
  builtin eval "vr_a=($vr_line)"
  builtin printf %s "${vr_a[0]}" >"$vr_d/i"
  vr_s=0
  (
    exec 8<&- 9>&-
    set +e
    "${vr_a[@]:1}"
  ) <"$vr_d/i" >"$vr_d/o" 2>"$vr_d/e" || vr_s=$?
  builtin printf '%s:%s:%s\n' "$vr_s" "$(/usr/bin/base64 -w0 "$vr_d/o")" "$(/usr/bin/base64 -w0 "$vr_d/e")" >&9
done
