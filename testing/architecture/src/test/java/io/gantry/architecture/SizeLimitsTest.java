package io.gantry.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files and methods stay so short that a reader holds one in mind.
class SizeLimitsTest {

    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;
    private static final Path HOME = Path.of(System.getProperty("gantry.home"));

    @Test
    void shouldKeepFilesAndMethodsShort() throws IOException {
        List<Path> sources = sources(HOME);

        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(violations(HOME, sources)).isEmpty();
    }

    @Test
    void shouldNameWhatIsTooLong(@TempDir Path root) throws IOException {
        Path source = root.resolve("src/main/java/Long.java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source,
                "class Long {\n  void fits() {%s}\n  Long() {%s}\n%s}\n"
                        .formatted("\n".repeat(39), "\n".repeat(40), "\n".repeat(400)));

        assertThat(violations(root, sources(root)))
                .containsExactly(
                        "src/main/java/Long.java has 483 lines, more than 400: split it by what changes together",
                        "src/main/java/Long.java: the constructor at line 42 has 41 lines, more than 40: give its parts names");
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> root.relativize(file).toString().contains("src/main/java/"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> violations(Path root, List<Path> sources) throws IOException {
        List<String> violations = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                Path path = Path.of(unit.getSourceFile().toUri());
                String name = root.toAbsolutePath().normalize().relativize(path).toString();
                long lines = Files.readString(path).lines().count();
                if (lines > FILE_LINES) {
                    violations.add(
                            "%s has %d lines, more than %d: split it by what changes together"
                                    .formatted(name, lines, FILE_LINES));
                }
                unit.accept(new LongMethods(name, unit, positions), violations);
            }
        }
        return violations;
    }

    /// Counts from the brace that opens a method's body to the one that closes it.
    private static final class LongMethods extends TreeScanner<Void, List<String>> {

        private final String file;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;

        LongMethods(String file, CompilationUnitTree unit, SourcePositions positions) {
            this.file = file;
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public Void visitMethod(MethodTree method, List<String> violations) {
            if (method.getBody() != null) {
                long first = line(positions.getStartPosition(unit, method.getBody()));
                long lines = line(positions.getEndPosition(unit, method.getBody())) - first + 1;
                if (lines > METHOD_LINES) {
                    violations.add(
                            "%s: %s at line %d has %d lines, more than %d: give its parts names"
                                    .formatted(file, name(method), first, lines, METHOD_LINES));
                }
            }
            return super.visitMethod(method, violations);
        }

        private static String name(MethodTree method) {
            return method.getName().contentEquals("<init>")
                    ? "the constructor"
                    : method.getName() + "()";
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
