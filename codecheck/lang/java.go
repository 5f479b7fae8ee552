package lang

// java is one file with the JDK. The class that has main is found by name:
// see codecheck's build step. Honest edge cases: a public class of any name,
// a package clause, classes without a modifier.
var java = Language{
	Name:    "java",
	Aliases: []string{"java8", "java11", "java17", "java21", "openjdk", "jdk"},
	Source:  "Main.java",
	Tools:   []Tool{{Name: "java"}, {Name: "javac"}},
	Compile: []string{"{javac}", "-J-XX:+UseSerialGC", "-J-XX:TieredStopAtLevel=1", "-J-Xss64m", "-encoding", "UTF-8", "-nowarn", "-Xlint:none", "-d", "out", "Main.java"},
	// The output directory must exist beforehand.
	CompileFiles:  map[string]string{"out/.keep": ""},
	Artifacts:     []string{"out/"},
	Run:           []string{"{java}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto", "-Xss64m", "-Xmx{memory_mb}m", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", "{app}/out", "{main}"},
	ReadOnly:      []string{"/etc/java-*"},
	Reserves:      true,
	ExtraProcs:    32,
	ExtraMemoryMB: 192,
	Marks:         []string{`\bclass \w+`, `^import java`},
}
