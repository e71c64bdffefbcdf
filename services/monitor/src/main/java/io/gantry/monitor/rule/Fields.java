package io.gantry.monitor.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// The fields of one object, each read as what it has to be. Whatever is wrong is noted with the
/// field's path, and something harmless read in its place, so that all that is wrong is told at
/// once.
final class Fields {

    private static final double HUNDRED = 100;

    private final JsonNode object;
    private final String path;
    private final List<String> problems;
    private final Set<String> known = new HashSet<>();

    /// @param path where the object is, for people, with what goes before a field's name
    /// @param problems takes what is found to be wrong
    Fields(JsonNode object, String path, List<String> problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
        if (!object.isObject() && !object.isMissingNode()) {
            problems.add("%s: found %s, an object belongs here".formatted(path, object));
        }
    }

    void problem(String field, String message) {
        problems.add("%s%s: %s".formatted(path, field, message));
    }

    Optional<String> text(String field) {
        JsonNode value = get(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            problem(field, "found %s, a text belongs here".formatted(value));
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    String requiredText(String field) {
        return text(field).orElseGet(() -> missing(field, "a text", ""));
    }

    Duration duration(String field) {
        return duration(field, Optional.empty());
    }

    /// @param preset what the field means when it is absent; empty when it must not be, and then it
    ///   is above zero
    Duration duration(String field, Optional<Duration> preset) {
        JsonNode value = get(field);
        if (value.isMissingNode()) {
            return preset.orElseGet(() -> missing(field, "a duration", Duration.ofSeconds(1)));
        }
        Optional<Duration> read = Durations.read(value.asText());
        if (read.isEmpty() || (preset.isEmpty() && read.get().isZero())) {
            problem(field, "found %s, write a duration such as 30s, 5m or 3d".formatted(value));
        }
        return read.filter(found -> !found.isZero()).orElse(preset.orElse(Duration.ofSeconds(1)));
    }

    /// A percentage above 0 and below 100, as a fraction.
    double percent(String field) {
        double percent =
                number(field, number -> number > 0 && number < HUNDRED, "above 0 and below 100");
        return percent / HUNDRED;
    }

    double positive(String field) {
        return number(field, number -> number > 0, "above 0");
    }

    long count(String field, int least) {
        return (long)
                number(
                        field,
                        number -> number >= least && number == Math.rint(number),
                        "whole, and not below " + least);
    }

    Set<String> texts(String field) {
        Set<String> texts = new HashSet<>();
        JsonNode list = list(field);
        for (JsonNode value : list) {
            if (value.isTextual()) {
                texts.add(value.asText());
            } else {
                problem(field, "found %s among its texts".formatted(value));
            }
        }
        return texts;
    }

    Map<String, String> map(String field) {
        Map<String, String> map = new TreeMap<>();
        JsonNode value = get(field);
        if (!value.isObject() && !value.isMissingNode()) {
            problem(field, "found %s, an object with texts belongs here".formatted(value));
        }
        value.properties()
                .forEach(entry -> {
                    if (entry.getValue().isTextual()) {
                        map.put(entry.getKey(), entry.getValue().asText());
                    } else {
                        problem(
                                field + "." + entry.getKey(),
                                "found %s, write it in quotes".formatted(entry.getValue()));
                    }
                });
        return map;
    }

    boolean flag(String field, boolean preset) {
        JsonNode value = get(field);
        if (!value.isBoolean() && !value.isMissingNode()) {
            problem(field, "found %s, write true or false".formatted(value));
        }
        return value.asBoolean(preset);
    }

    /// Empty when it is absent.
    Optional<Boolean> choice(String field) {
        return get(field).isMissingNode() ? Optional.empty() : Optional.of(flag(field, false));
    }

    Fields section(String field) {
        return new Fields(get(field), path + field + ".", problems);
    }

    /// The objects of a list that has to have some.
    List<Fields> sections(String field) {
        List<Fields> sections = new ArrayList<>();
        int index = 0;
        for (JsonNode value : list(field)) {
            sections.add(new Fields(value, "%s%s[%d].".formatted(path, field, index++), problems));
        }
        if (sections.isEmpty()) {
            problem(field, "it is missing, a list belongs here");
        }
        return sections;
    }

    /// To be called last.
    ///
    /// @param elsewhere fields that somebody else reads
    void refuseOthers(String... elsewhere) {
        known.addAll(List.of(elsewhere));
        object.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.contains(name)) {
                        problem(
                                name,
                                "there is no such field, there are %s"
                                        .formatted(
                                                String.join(
                                                        ", ", known.stream().sorted().toList())));
                    }
                });
    }

    private JsonNode list(String field) {
        JsonNode value = get(field);
        if (!value.isArray() && !value.isMissingNode()) {
            problem(field, "found %s, a list belongs here".formatted(value));
            return MissingNode.getInstance();
        }
        return value;
    }

    private double number(String field, Function<Double, Boolean> fits, String range) {
        JsonNode value = get(field);
        if (value.isMissingNode()) {
            return missing(field, "a number", 1.0);
        }
        if (!value.isNumber() || !fits.apply(value.asDouble())) {
            problem(field, "found %s, a number belongs here that is %s".formatted(value, range));
            return 1;
        }
        return value.asDouble();
    }

    private <T> T missing(String field, String what, T instead) {
        problem(field, "it is missing, %s belongs here".formatted(what));
        return instead;
    }

    /// A field without a value is as good as absent.
    private JsonNode get(String field) {
        known.add(field);
        JsonNode value = object.path(field);
        return value.isNull() ? MissingNode.getInstance() : value;
    }
}
