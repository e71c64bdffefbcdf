package io.gantry.registry.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What came of each case.
final class Scorecard {

    private static final Path DIRECTORY = Path.of("target", "conformance");

    private final String name;
    private final List<Row> rows = new ArrayList<>();

    Scorecard(String name) {
        this.name = name;
    }

    void passed(String id) {
        rows.add(new Row(id, Verdict.PASSED, ""));
    }

    /// An API server refuses the object by its schema before KServe's webhook, whose case it is,
    /// sees it.
    void behindTheSchema(String id, String why) {
        rows.add(new Row(id, Verdict.REFUSED_BY_SCHEMA, why));
    }

    void different(String id, String reason) {
        rows.add(new Row(id, Verdict.DELIBERATELY_DIFFERENT, reason));
    }

    void failed(String id, String why) {
        rows.add(new Row(id, Verdict.FAILED, why));
    }

    List<Row> failures() {
        return rows.stream().filter(row -> row.verdict == Verdict.FAILED).toList();
    }

    int size() {
        return rows.size();
    }

    void write() {
        String counts =
                Arrays.stream(Verdict.values())
                        .map(verdict ->
                                "| %s | %d |\n"
                                        .formatted(
                                                verdict,
                                                rows.stream()
                                                        .filter(row -> row.verdict == verdict)
                                                        .count()))
                        .collect(Collectors.joining());
        String cases =
                rows.stream()
                        .map(row -> "| %s | %s | %s |\n".formatted(row.id, row.verdict, row.detail))
                        .collect(Collectors.joining());
        try {
            Files.createDirectories(DIRECTORY);
            Files.writeString(
                    DIRECTORY.resolve(name + ".md"),
                    "# %s\n\n| verdict | cases |\n| --- | --- |\n%s\n| case | verdict | why |\n| --- | --- | --- |\n%s"
                            .formatted(name, counts, cases));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a case shows.
    enum Verdict {
        PASSED,
        REFUSED_BY_SCHEMA,
        DELIBERATELY_DIFFERENT,
        FAILED
    }

    record Row(String id, Verdict verdict, String detail) {}
}
