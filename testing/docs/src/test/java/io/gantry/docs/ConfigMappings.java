package io.gantry.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The keys of one `@ConfigMapping`, read from its source, because defaults are in annotations but
/// sentences only in comments.
final class ConfigMappings {

    private static final String OPTIONAL = "Optional<";

    /// Keys that have a name of the operator's in them.
    private static final String BY_NAME = "Map<String, ";

    private final DocTrees docs;
    private final Map<String, TreePath> interfaces = new HashMap<>();
    private final List<ConfigKey> keys = new ArrayList<>();

    private ConfigMappings(DocTrees docs) {
        this.docs = docs;
    }

    static List<ConfigKey> read(Path source) throws IOException {
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
                                    files.getJavaFileObjects(source));
            ConfigMappings mappings = new ConfigMappings(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                mappings.collect(unit);
            }
            mappings.roots();
            return mappings.keys;
        }
    }

    /// Sources of all mappings below a directory.
    static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith("Config.java"))
                    .filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(ConfigMappings::isMapping)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isMapping(Path file) {
        try {
            return Files.readString(file).contains("@ConfigMapping(");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void collect(CompilationUnitTree unit) {
        new TreePathScanner<@Nullable Void, Map<String, TreePath>>() {
            @Override
            public @Nullable Void visitClass(ClassTree type, Map<String, TreePath> found) {
                found.put(type.getSimpleName().toString(), getCurrentPath());
                return super.visitClass(type, found);
            }
        }.scan(unit, interfaces);
    }

    private void roots() {
        for (TreePath path : List.copyOf(interfaces.values())) {
            ClassTree type = (ClassTree) path.getLeaf();
            annotation(type.getModifiers().getAnnotations(), "ConfigMapping")
                    .ifPresent(prefix -> add(prefix, path));
        }
    }

    private void add(String prefix, TreePath path) {
        members(path)
                .forEach((name, member) -> {
                    MethodTree method = (MethodTree) member.getLeaf();
                    String key = prefix + "." + kebab(name);
                    String type = Objects.requireNonNull(method.getReturnType()).toString();
                    boolean named = type.startsWith(BY_NAME);
                    if (named) {
                        type = type.substring(BY_NAME.length(), type.length() - 1);
                        key = key + ".NAME";
                    }
                    TreePath nested = interfaces.get(type);
                    if (nested != null && nested.getLeaf().getKind() == Tree.Kind.INTERFACE) {
                        add(key, nested);
                    } else {
                        keys.add(
                                new ConfigKey(
                                        key,
                                        type.startsWith(OPTIONAL)
                                                ? type.substring(
                                                        OPTIONAL.length(), type.length() - 1)
                                                : type,
                                        annotation(
                                                method.getModifiers().getAnnotations(),
                                                "WithDefault"),
                                        meaning(path, name)));
                    }
                });
    }

    /// Methods by name: those of the interfaces above, and the type's own in their places.
    private Map<String, TreePath> members(TreePath path) {
        Map<String, TreePath> members = new LinkedHashMap<>();
        ClassTree type = (ClassTree) path.getLeaf();
        for (Tree parent : type.getImplementsClause()) {
            TreePath found = interfaces.get(parent.toString());
            if (found != null) {
                members.putAll(members(found));
            }
        }
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method && method.getBody() == null) {
                members.put(method.getName().toString(), new TreePath(path, method));
            }
        }
        return members;
    }

    /// The comment of the method, or of the one that it overrides.
    private String meaning(TreePath path, String name) {
        ClassTree type = (ClassTree) path.getLeaf();
        Stream<TreePath> own =
                type.getMembers().stream()
                        .filter(member ->
                                member instanceof MethodTree method
                                        && method.getName().contentEquals(name))
                        .map(member -> new TreePath(path, member));
        return own.map(docs::getDocComment)
                .filter(Objects::nonNull)
                .findFirst()
                .map(comment -> comment.strip().replaceAll("\\s+", " "))
                .orElseGet(() ->
                        type.getImplementsClause().stream()
                                .map(parent -> interfaces.get(parent.toString()))
                                .filter(Objects::nonNull)
                                .map(parent -> meaning(parent, name))
                                .findFirst()
                                .orElse(""));
    }

    /// The text of an annotation's one argument.
    private static Optional<String> annotation(
            List<? extends AnnotationTree> annotations, String name) {
        return annotations.stream()
                .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
                .flatMap(annotation -> annotation.getArguments().stream())
                .map(ConfigMappings::text)
                .findFirst();
    }

    private static String text(ExpressionTree argument) {
        ExpressionTree value =
                argument instanceof AssignmentTree assignment
                        ? assignment.getExpression()
                        : argument;
        return value instanceof LiteralTree literal
                ? String.valueOf(literal.getValue())
                : value.toString();
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}
