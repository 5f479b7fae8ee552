"use strict";
// The JavaScript side of judging. One file serves three modes: "call" runs one
// function and writes its result to descriptor 3; "serve" loads the program and
// answers the judging box over descriptors 8 and 9; "judge" runs the tests and
// reaches the program's names through proxies. What crosses is plain data, so
// the program never sees what its results are compared with.
(() => {
  const fs = require("fs"), vm = require("vm"), path = require("path");
  const { createRequire } = require("module");
  const readSync = fs.readSync, writeSync = fs.writeSync;
  const { parse, stringify } = JSON;
  const { isArray } = Array;
  const { getPrototypeOf, getOwnPropertyDescriptor, keys, prototype: objectProto } = Object;
  const MAX_DEPTH = 4000, MAX_MESSAGE = 64 << 20;
  const tagOf = (x) => objectProto.toString.call(x);

  const job = parse(fs.readFileSync(".job", "utf8"));
  fs.unlinkSync(".job");
  try { fs.unlinkSync(".harness.js"); } catch {}

  function writeAll(fd, buffer) {
    for (let at = 0; at < buffer.length; ) {
      try {
        at += writeSync(fd, buffer, at);
      } catch (e) {
        if (e.code !== "EAGAIN") throw e;
      }
    }
  }
  function send(message) {
    const body = Buffer.from(stringify(message)), head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    writeAll(9, Buffer.concat([head, body]));
  }
  class Gone extends Error {}
  function exactly(n) {
    const out = Buffer.alloc(n);
    for (let at = 0; at < n; ) {
      let got;
      try {
        got = readSync(8, out, at, n - at, null);
      } catch (e) {
        if (e.code === "EAGAIN") continue;
        throw new Gone();
      }
      if (got === 0) throw new Gone();
      at += got;
    }
    return out;
  }
  function receive() {
    const n = exactly(4).readUInt32BE();
    if (n > MAX_MESSAGE) throw new Gone();
    return parse(exactly(n).toString("utf8"));
  }

  function computes(x) {
    if (getOwnPropertyDescriptor(x, "then") !== undefined) return true;
    const names = job.mode === "serve" ? keys(x) : [];
    return names.length <= 64 && names.some((k) => getOwnPropertyDescriptor(x, k).get !== undefined);
  }
  // encode returns x as JSON data; other(x) encodes what is not plain data.
  function encode(x, other, depth = 0) {
    switch (typeof x) {
      case "string": case "boolean": return x;
      case "undefined": return { u: 0 };
      case "number":
        return Number.isSafeInteger(x) && !Object.is(x, -0) ? x : { f: Object.is(x, -0) ? "-0" : String(x) };
      case "bigint": return { n: x.toString(16) };
    }
    if (x === null) return null;
    if (depth > MAX_DEPTH) throw new RangeError("nested too deeply");
    const sub = (e) => encode(e, other, depth + 1);
    if (typeof x === "object") {
      if (isArray(x)) return Array.from({ length: x.length }, (_, i) => sub(x[i]));
      const proto = getPrototypeOf(x);
      // What can be awaited stays where it is: its then is the program's. So does
      // what computes its members when they are asked for.
      if ((proto === objectProto || proto === null) && !computes(x)) return { o: keys(x).map((k) => [k, sub(x[k])]) };
      switch (tagOf(x)) {
        case "[object Map]": if (proto === Map.prototype) return { M: [...Map.prototype.entries.call(x)].map(([k, v]) => [sub(k), sub(v)]) }; break;
        case "[object Set]": if (proto === Set.prototype) return { S: [...Set.prototype.values.call(x)].map(sub) }; break;
        case "[object Date]": if (proto === Date.prototype) return { D: sub(Date.prototype.getTime.call(x)) }; break;
        case "[object RegExp]": if (proto === RegExp.prototype) return { R: [x.source, x.flags] }; break;
        case "[object Number]": if (proto === Number.prototype) return sub(Number.prototype.valueOf.call(x)); break;
        case "[object String]": if (proto === String.prototype) return String.prototype.valueOf.call(x); break;
        case "[object Boolean]": if (proto === Boolean.prototype) return Boolean.prototype.valueOf.call(x); break;
      }
      if (ArrayBuffer.isView(x) && !(x instanceof DataView)) return { A: [x.constructor.name, Array.from(x, sub)] };
    }
    return other(x, depth);
  }
  const typedArrays = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, Buffer: { from: (a) => Buffer.from(a) } };
  // member(k, x), if given, says what the member k of a plain object becomes.
  function decode(v, special, member) {
    if (v === null || typeof v !== "object") return v;
    const sub = (e) => decode(e, special, member);
    if (isArray(v)) return v.map(sub);
    const tag = keys(v)[0], e = v[tag];
    switch (tag) {
      case "u": return undefined;
      case "f": return Number(e);
      case "n": return e[0] === "-" ? -BigInt("0x" + e.slice(1)) : BigInt("0x" + e);
      case "o": {
        const out = {};
        for (const [k, x] of e) Object.defineProperty(out, k, { value: member ? member(k, sub(x)) : sub(x), writable: true, enumerable: true, configurable: true });
        return out;
      }
      case "M": return new Map(e.map(([k, x]) => [sub(k), sub(x)]));
      case "S": return new Set(e.map(sub));
      case "D": return new Date(sub(e));
      case "R": return new RegExp(e[0], e[1]);
      case "A": if (Object.hasOwn(typedArrays, e[0])) return typedArrays[e[0]].from(e[1].map(sub)); break;
    }
    return special(tag, e);
  }

  // --- the program's side ---

  function commonJS(text) {
    return text
      .replace(/^import\s+([\w$]+)\s*,\s*\{([^}]*)\}\s*from\s*(["'][^"']+["']);?/gm, (_, d, n, m) => `const ${d} = require(${m}), {${n.replace(/\bas\b/g, ":")}} = ${d};`)
      .replace(/^import\s+([\w$]+)\s+from\s*(["'][^"']+["']);?/gm, "const $1 = require($2);")
      .replace(/^import\s+\*\s+as\s+([\w$]+)\s+from\s*(["'][^"']+["']);?/gm, "const $1 = require($2);")
      .replace(/^import\s+\{([^}]*)\}\s*from\s*(["'][^"']+["']);?/gm, (_, n, m) => `const {${n.replace(/\bas\b/g, ":")}} = require(${m});`)
      .replace(/^import\s*(["'][^"']+["']);?/gm, "require($1);")
      .replace(/^export\s+default\s+(?=(async\s+)?function\s*[\w$]|class\s+[\w$])/gm, "")
      .replace(/^export\s+default\s+/gm, "module.exports.default = ")
      .replace(/^export\s+\{[^}]*\}\s*;?/gm, "")
      .replace(/^export\s+(?=(async|function|const|let|var|class)\b)/gm, "");
  }
  function load() {
    const file = path.resolve("main.js");
    const mod = { exports: {}, id: ".", filename: file, loaded: false, children: [], paths: [] };
    const req = createRequire(file);
    req.main = mod;
    Object.assign(globalThis, { require: req, module: mod, exports: mod.exports, __filename: file, __dirname: path.dirname(file) });
    if (job.leetcode) {
      globalThis.ListNode = function ListNode(val, next) { this.val = val === undefined ? 0 : val; this.next = next === undefined ? null : next; };
      globalThis.TreeNode = function TreeNode(val, left, right) {
        this.val = val === undefined ? 0 : val; this.left = left === undefined ? null : left; this.right = right === undefined ? null : right;
      };
    }
    process.argv.length = 1;
    process.argv.push(file);
    for (const text of [job.preamble, job.code]) if (text) vm.runInThisContext(commonJS(text), { filename: file });
    return mod;
  }
  // defines says which of the host's names the program has made its own.
  const given = Object.getOwnPropertyDescriptors(globalThis);
  function defines(names) {
    return names.filter((n) => {
      try {
        const x = vm.runInThisContext(n), before = given[n], now = getOwnPropertyDescriptor(globalThis, n);
        if (typeof x !== "function") return false;
        if (!before || !before.get) return x !== (before && before.value);
        // Getters of the host put what they make in their own place.
        const host = before.get.call(globalThis);
        Object.defineProperty(globalThis, n, now);
        return x !== host;
      } catch {
        return false;
      }
    });
  }
  function lookup(mod, name) {
    if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) {
      try {
        return vm.runInThisContext(name);
      } catch (e) {
        if (!(e instanceof ReferenceError)) throw e;
      }
    }
    const x = mod.exports;
    if (x != null && (typeof x === "object" || typeof x === "function")) {
      if (name in x) return x[name];
      if (typeof x === "function" && x.name === name) return x;
      if (typeof x.default === "function" && x.default.name === name) return x.default;
    }
    throw new ReferenceError(`${name} is not defined`);
  }

  const listOf = (n) => { const out = []; for (const seen = new Set(); n && !seen.has(n); n = n.next) { seen.add(n); out.push(n.val); } return out; };
  function treeOf(root) {
    const out = [], queue = [root];
    for (let i = 0; i < queue.length && i < 1 << 20; i++) {
      const n = queue[i];
      if (!n) { out.push(null); continue; }
      out.push(n.val);
      queue.push(n.left, n.right);
    }
    while (out.length && out[out.length - 1] === null) out.pop();
    return out;
  }
  // forJudge encodes a result for the judge, which is not JavaScript.
  function forJudge(x, depth = 0) {
    if (depth > MAX_DEPTH) throw new RangeError("nested too deeply");
    const sub = (e) => forJudge(e, depth + 1);
    switch (typeof x) {
      case "undefined": return null;
      case "number":
        if (Number.isSafeInteger(x)) return Object.is(x, -0) ? 0 : x;
        return { f: x === Infinity ? "inf" : x === -Infinity ? "-inf" : String(x) };
      case "bigint": return { i: (x < 0n ? "-0x" + (-x).toString(16) : "0x" + x.toString(16)) };
      case "string": case "boolean": return x;
      case "function": case "symbol": return { o: typeof x };
    }
    if (x === null) return null;
    if (isArray(x)) return Array.from({ length: x.length }, (_, i) => sub(x[i]));
    const data = encode(x, () => null);
    if (data === null) {
      const name = x.constructor ? String(x.constructor.name) : "object";
      if (name === "ListNode" || ("val" in x && "next" in x && keys(x).length === 2)) return sub(listOf(x));
      if (name === "TreeNode" || ("val" in x && "left" in x && "right" in x && keys(x).length === 3)) return sub(treeOf(x));
      return { d: keys(x).map((k) => [k, sub(x[k])]) };
    }
    switch (keys(data)[0]) {
      case "o": return { d: keys(x).filter((k) => x[k] !== undefined).map((k) => [k, sub(x[k])]) };
      case "M": return { d: [...x].map(([k, v]) => [sub(k), sub(v)]) };
      case "S": return { s: [...x].map(sub) };
      case "D": return isNaN(x) ? null : x.toISOString();
      case "A": return Array.from(x, sub);
      case "R": return { o: "RegExp" };
    }
    return sub(decode(data, () => null));
  }
  async function call() {
    const mod = load();
    let owner, fn;
    if (job.class) {
      owner = new (lookup(mod, job.class))();
      fn = owner[job.fn];
    } else {
      try {
        fn = lookup(mod, job.fn);
      } catch (e) {
        let S;
        try { S = lookup(mod, "Solution"); } catch { throw e; }
        owner = new S();
        fn = owner[job.fn];
      }
    }
    if (typeof fn !== "function") throw new TypeError(`${job.fn} is not a function`);
    const args = job.args || [];
    const objects = job.kwargs && keys(job.kwargs).length ? [job.kwargs] : [];
    let out;
    if (job.result === "stdout") {
      let text = "";
      const grab = (s) => { text += typeof s === "string" ? s : Buffer.from(s).toString("utf8"); return true; };
      const before = process.stdout.write;
      process.stdout.write = grab;
      await fn.apply(owner, [...args, ...objects]);
      process.stdout.write = before;
      out = text;
    } else {
      out = fn.apply(owner, [...args, ...objects]);
      if (out instanceof Promise) out = await out;
      if (job.result === "arg0") out = args[0];
      if (job.materialize && out !== null && typeof out === "object" && !isArray(out) && typeof out[Symbol.iterator] === "function") {
        const it = [];
        for (const e of out) { it.push(e); if (it.length > 1 << 22) break; }
        out = it;
      }
    }
    writeAll(3, Buffer.from("\n" + stringify(forJudge(out)) + "\n"));
    process.reallyExit(0);
  }

  async function serve() {
    const mod = load();
    const things = new Map(), ids = new Map();
    const handle = (x) => {
      let i = ids.get(x);
      if (i === undefined) { i = ids.size + 1; ids.set(x, i); things.set(i, x); }
      return i;
    };
    const value = (x) => encode(x, (y) => {
      if (y instanceof Promise) return { p: handle(y) };
      if (y instanceof Error) return { e: [String(y.name), String(y.message), handle(y)] };
      if (wrapped.has(y)) return { b: wrapped.get(y) };
      return { h: [handle(y), typeof y, typeof y === "function" ? String(y.name) : String((y.constructor || {}).name), typeof y === "function" && /^class\b/.test(Function.prototype.toString.call(y))] };
    });
    // theirs numbers the errors that functions of the tests have thrown.
    const wrapped = new Map(), callbacks = new Map(), theirs = new WeakMap();
    const special = (tag, e) => {
      if (tag === "h") return things.get(e);
      if (tag === "b") {
        if (!callbacks.has(e)) {
          const f = (...args) => {
            send(["callback", e, args.map(value)]);
            const m = receive();
            if (m[0] === "v") return decode(m[1], special);
            const error = new Error(m[1]);
            error.name = m[2];
            theirs.set(error, m[3]);
            throw error;
          };
          callbacks.set(e, f);
          wrapped.set(f, e);
        }
        return callbacks.get(e);
      }
      throw new Error("unknown tag");
    };
    const ops = {
      name: (n) => lookup(mod, n),
      defines,
      call: (f, self, ...args) => Reflect.apply(f, self, args),
      construct: (f, ...args) => Reflect.construct(f, args),
      get: (x, k) => x[k], set: (x, k, v) => { x[k] = v; }, has: (x, k) => k in x, keys: (x) => keys(x), own: (x, k) => Object.prototype.hasOwnProperty.call(x, k),
      string: (x) => String(x), primitive: (x, hint) => (typeof x[Symbol.toPrimitive] === "function" ? x[Symbol.toPrimitive](hint) : hint === "string" ? String(x) : typeof x.valueOf() !== "object" ? x.valueOf() : String(x)),
      is: (x, c) => x instanceof c, iterate: (x) => x[Symbol.iterator](), next: (x) => { const r = x.next(); return [!!r.done, r.value]; },
    };
    for (;;) {
      let m, reply;
      try { m = receive(); } catch { process.reallyExit(0); }
      try {
        if (m[0] === "await") reply = ["v", value(await things.get(m[1]))];
        else if (m[0] === "drain") {
          // What the program has put off, callbacks of the tests among it, runs now.
          await new Promise((done) => process.once("beforeExit", done));
          reply = ["v", null];
        }
        else {
          const args = m[1].map((a) => decode(a, special));
          const result = ops[m[0]](...args), out = value(result);
          const changed = [];
          if (m[0] === "call" || m[0] === "construct")
            args.forEach((a, i) => {
              if (i > 0 && a !== null && typeof a === "object" && m[1][i] !== null && typeof m[1][i] === "object" && !m[1][i].h && !m[1][i].b) {
                const now = value(a);
                if (stringify(now) !== stringify(m[1][i])) changed.push([i, now]);
              }
            });
          const same = m[0] === "call" ? args.findIndex((a, i) => i > 1 && a !== null && typeof a === "object" && a === result) : -1;
          reply = ["v", same > 1 ? { "=": same } : out, changed];
        }
      } catch (e) {
        const isError = e instanceof Error;
        let shown = "";
        try { shown = String(isError ? e.message : e); } catch {}
        reply = ["e", isError ? String(e.name) : "", shown, isError ? null : safe(() => value(e)), isError && e.code !== undefined ? safe(() => value(e.code)) : null, isError && theirs.has(e) ? theirs.get(e) : null];
      }
      send(reply);
    }
  }
  function safe(f) { try { return f(); } catch { return null; } }

  // --- the tests' side ---

  function report(data) {
    writeAll(3, Buffer.from(stringify(data)));
    process.reallyExit(0);
  }
  function judge() {
    // gone is set once the program has left: tests that swallow what that throws
    // have still had no answer.
    let ended = false, gone = false;
    const fromProgram = new WeakSet();
    function words(e) {
      return String((e && e.stack && String(e.stack).split("\n").slice(0, 1).join("")) || e).slice(0, 500);
    }
    function fail(e) {
      if (e instanceof Gone) report({ gone: true });
      if (!asked) return askedNothing();
      const theirs = e !== null && typeof e === "object" && fromProgram.has(e);
      report({ verdict: theirs || e instanceof ReferenceError ? "RE" : "WA", reason: words(e) });
    }
    process.on("uncaughtException", fail);
    process.on("unhandledRejection", fail);
    process.on("beforeExit", () => {
      if (gone) report({ gone: true });
      const before = served;
      // What the program calls back later counts too.
      if (callbacks.size) try { request(["drain"]); } catch (e) { fail(e); }
      if (served !== before) return void setImmediate(() => {});
      if (!asked) return askedNothing();
      report({ ok: true });
    });
    process.on("exit", (code) => {
      report(gone ? { gone: true } : ended && !code ? { ok: true } : { verdict: "WA", reason: `the test code exited with ${code || 0} before its end` });
    });
    console.assert = (ok, ...args) => {
      if (!ok) throw new (require("assert").AssertionError)({ message: "console.assert failed " + args.map(String).join(" ") });
    };

    const callbacks = new Map(), callbackIds = new Map(), remotes = new WeakMap(), proxies = new Map();
    // served counts the program's calls of the tests' functions; asked is set
    // once the tests have named something of the program's.
    const thrown = [];
    let served = 0, asked = false;
    // trusted are the objects that the tests made with new or know by name. Others
    // are results: they do not say of themselves that all is well, turn into one
    // primitive a hint only, have as many elements as they say (lengths, counts),
    // and their members are the same however often the tests look (looks).
    const trusted = new Set(), primitives = new Map(), lengths = new Map(), counts = new Map(), looks = new Map();
    const judging = new Set(["every", "some", "includes", "startsWith", "endsWith", "forEach", "findIndex", "indexOf", "lastIndexOf", "match", "localeCompare"]);
    const once = (f) => {
      let done = false, v;
      return (...args) => { if (!done) { v = f(...args); done = true; } return v; };
    };
    function member(k, x) {
      if (typeof x !== "function" || !remotes.has(x)) return x;
      if (judging.has(k)) return undefined;
      return k === "valueOf" || k === "toString" || k === "toJSON" ? once(x) : x;
    }
    const place = (args, i) => {
      if (!Number.isInteger(i) || !args || i < 0 || i >= args.length) throw new Error("no such argument");
      return args[i];
    };
    const value = (x) => encode(x, (y) => {
      let i = callbackIds.get(y);
      if (i === undefined) { i = callbackIds.size + 1; callbackIds.set(y, i); callbacks.set(i, y); }
      return { b: i };
    });
    // A proxy is told by its identity before anything of it is looked at.
    const enc = (x) => ((typeof x === "object" || typeof x === "function") && x !== null && remotes.has(x) ? { h: remotes.get(x) } : value(x));
    const dec = (v, args, origin = "result") => decode(v, (tag, e) => {
      switch (tag) {
        case "=": return place(args, e);
        case "b": return callbacks.get(e);
        case "p": return new Promise((res, rej) => awaited(e, res, rej));
        case "e": return makeError(e[0], e[1]);
        case "h":
          if (origin !== "result") trusted.add(Number(e[0]));
          return remote(Number(e[0]), e[1] === "function", String(e[2]));
      }
      throw new Error("unknown tag");
    }, origin === "result" ? member : undefined);
    // awaited waits for a promise in the program's box: one that is never
    // settled ends the program there, and with it the test.
    function awaited(i, res, rej) {
      setImmediate(() => { try { res(request(["await", i])); } catch (x) { rej(x); } });
    }
    function makeError(name, message, code) {
      const C = typeof globalThis[name] === "function" && (globalThis[name] === Error || globalThis[name].prototype instanceof Error) ? globalThis[name] : Error;
      const e = new C(String(message));
      if (e.name !== name) e.name = String(name);
      if (code != null) e.code = code;
      fromProgram.add(e);
      return e;
    }
    function request(message, args, origin) {
      // An assertion that failed in a function handed to the program stays
      // failed, whatever the program does with the error.
      let failed = null;
      const left = () => { if (failed) fail(failed); gone = true; throw new Gone(); };
      try { send(message); } catch { left(); }
      for (;;) {
        let m;
        try { m = receive(); } catch { left(); }
        if (!isArray(m)) left();
        if (m[0] === "v") {
          if (failed) fail(failed);
          const out = dec(m[1], args, origin);
          for (const [i, now] of m[2] || []) update(place(args, i), dec(now, args));
          return out;
        }
        if (m[0] === "callback") {
          let reply;
          served++;
          try {
            reply = ["v", enc(callbacks.get(m[1])(...m[2].map((a) => dec(a))))];
          } catch (e) {
            if (e instanceof Gone) throw e;
            if (e && e.code === "ERR_ASSERTION" && !fromProgram.has(e)) failed = e;
            thrown.push(e);
            reply = ["e", String(e && e.message), String(e && e.name), thrown.length - 1];
          }
          try { send(reply); } catch { left(); }
          continue;
        }
        if (failed) throw failed;
        if (Number.isInteger(m[5]) && m[5] in thrown) throw thrown[m[5]];
        if (m[3] != null) throw dec(m[3]);
        throw makeError(String(m[1]), m[2], m[4] == null ? null : dec(m[4]));
      }
    }
    function update(old, now) {
      if (old === null || typeof old !== "object" || now === null || typeof now !== "object") return;
      if (isArray(old)) { old.length = 0; for (const e of now) old.push(e); return; }
      if (old instanceof Map || old instanceof Set) { old.clear(); for (const e of now) old instanceof Map ? old.set(...e) : old.add(e); return; }
      for (const k of keys(old)) delete old[k];
      Object.assign(old, now);
    }
    const op = (name, ...args) => request([name, args.map(enc)], args, name === "construct" ? "made" : name === "name" ? "named" : "result");
    const changed = () => { for (const m of [primitives, lengths, counts, looks]) m.clear(); };
    // look asks what a look at an object says. What the program does meanwhile may
    // change a result where the tests wait for something, and nowhere else.
    function look(i, name, p, ...k) {
      if (trusted.has(i)) return op(name, p, ...k);
      const key = JSON.stringify([i, name, ...k]);
      if (!looks.has(key)) {
        if (!looks.size) queueMicrotask(() => looks.clear());
        looks.set(key, op(name, p, ...k));
      }
      return looks.get(key);
    }
    function primitive(i, p, hint) {
      if (trusted.has(i)) return op("primitive", p, hint);
      if (!primitives.has(i)) primitives.set(i, new Map());
      const told = primitives.get(i);
      if (!told.has(hint)) told.set(hint, op("primitive", p, hint));
      return told.get(hint);
    }
    function* elements(i, p) {
      const it = op("iterate", p);
      for (let n = 0; ; n++) {
        const [done, v] = op("next", it);
        if (!done) { yield v; continue; }
        if (lengths.has(i) && lengths.get(i) !== n) throw new TypeError(`a result of length ${lengths.get(i)} has ${n} elements`);
        if (!trusted.has(i)) counts.set(i, n);
        return v;
      }
    }
    function remote(i, callable, name) {
      if (proxies.has(i)) return proxies.get(i);
      const target = callable ? function () {} : {};
      const p = new Proxy(target, {
        apply: (_, self, args) => {
          changed();
          return op("call", p, self, ...args);
        },
        construct: (_, args) => op("construct", p, ...args),
        get: (_, k) => {
          if (k === Symbol.toPrimitive) return (hint) => primitive(i, p, hint);
          if (k === Symbol.iterator) return () => elements(i, p);
          if (k === Symbol.hasInstance) return (x) => typeof x === "object" && x !== null && remotes.has(x) && op("is", x, p) === true;
          if (typeof k === "symbol") return undefined;
          if (callable && k === "name") return name;
          if (judging.has(k) && !trusted.has(i)) throw new TypeError(`${k} of a result of the program's own type`);
          const v = look(i, "get", p, k);
          if ((k === "length" || k === "size") && typeof v === "number" && !trusted.has(i)) {
            if (lengths.has(i) && lengths.get(i) !== v) throw new TypeError("a result of changing length");
            if (counts.get(i) < v) throw new TypeError(`a result of length ${v} had ${counts.get(i)} elements`);
            lengths.set(i, v);
          }
          return k === "then" && typeof v === "function" ? (res, rej) => awaited(i, res, rej) : v;
        },
        set: (_, k, v) => { changed(); op("set", p, k, v); return true; },
        has: (_, k) => typeof k === "string" && look(i, "has", p, k) === true,
        ownKeys: () => (callable ? Reflect.ownKeys(target) : look(i, "keys", p).map(String)),
        getOwnPropertyDescriptor: (_, k) => {
          if (typeof k === "symbol" || (callable && Reflect.has(target, k))) return Reflect.getOwnPropertyDescriptor(target, k);
          return look(i, "own", p, k) === true ? { value: look(i, "get", p, k), writable: true, enumerable: true, configurable: true } : undefined;
        },
        getPrototypeOf: () => (callable ? Function.prototype : objectProto),
      });
      remotes.set(p, i);
      proxies.set(i, p);
      return p;
    }
    const own = { require: createRequire(path.resolve("test.js")), module: { exports: {} }, exports: {}, assert: require("assert"), __proto__: null };
    const texts = [job.setup, job.code].filter(Boolean);
    // A title and a function, or a title beside expect, are a framework's.
    const framed = texts.some((t) => /\b(?:describe|suite|it|test)\s*\(\s*(["'`])(?:(?!\1).)*\1\s*,\s*(?:async\b\s*)?(?:function\b|\(|[\w$]+\s*=>)/.test(t) ||
      (/\b(?:describe|it|test)\s*\(\s*["'`]/.test(t) && /\bexpect\s*\(/.test(t)));
    const scope = new Proxy(own, {
      has: (t, k) => typeof k === "string" && (k in t || !(k in globalThis)),
      get: (t, k) => {
        if (typeof k === "symbol") return undefined;
        if (k in t) return t[k];
        // The program must not stand in for the framework that judges it.
        if (framed && ["describe", "suite", "it", "test", "expect"].includes(k)) report({ bad: `the test code uses ${k} of a test framework, which is not at hand` });
        asked = true;
        return op("name", k);
      },
    });
    // The setup's names are in reach of the tests, which may declare them anew.
    const compile = (code) => new Function("scope", `with (scope) {\n${job.setup || ""}\n{\n${code}\n}}`);
    function run() {
      let f;
      try {
        f = compile(job.code);
      } catch (e) {
        try {
          job.setup = commonJS(job.setup || "");
          f = compile(commonJS(job.code));
        } catch {
          report({ bad: `the test code does not compile: ${e}` });
        }
      }
      try {
        f.call(undefined, scope);
      } catch (e) {
        fail(e);
      }
      ended = true;
    }
    // A function under test may have the name of one that the host has too. It is
    // the program's only if the tests name nothing else of the program's.
    function askedNothing() {
      const called = new Set(job.code.match(/(?<![.\w$])[A-Za-z_$][\w$]*(?=\s*\()/g));
      let names = [...called].filter((k) => k in globalThis && !(k in own));
      try {
        const defined = names.length ? op("defines", names) : [];
        // The program's word picks among the names it was asked about.
        names = names.filter((k) => isArray(defined) && defined.includes(k));
        if (!names.length && called.size) report({ verdict: "RE", reason: "the program defines nothing that the tests call" });
        if (names.length !== 1) report({ bad: "the test code names nothing of the program" });
        own[names[0]] = op("name", names[0]);
      } catch (e) {
        fail(e);
      }
      asked = true;
      ended = false;
      setImmediate(run);
    }
    run();
  }

  if (job.mode === "call") call().catch((e) => { console.error(e); process.exit(1); });
  else if (job.mode === "serve") serve().catch((e) => { console.error(e); process.exit(1); });
  else judge();
})();
