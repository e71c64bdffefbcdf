package io.gantry.kserve.schema.manage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A step from a value to one inside it. Its text is as `fieldsV1` writes it.
sealed interface PathElement extends Comparable<PathElement> {
    ObjectMapper JSON = new ObjectMapper();
    Comparator<PathElement> ORDER =
            Comparator.comparingInt(PathElement::rank).thenComparing(PathElement::text);

    /// As a key of `fieldsV1`.
    String text();

    /// As in Kubernetes' messages.
    String shown();

    /// Fields come before elements.
    int rank();

    @Override
    default int compareTo(PathElement other) {
        return ORDER.compare(this, other);
    }

    /// A member of an object.
    record Field(String name) implements PathElement {
        @Override
        public String text() {
            return "f:" + name;
        }

        @Override
        public String shown() {
            return "." + name;
        }

        @Override
        public int rank() {
            return 0;
        }
    }

    /// An element of a list of type `map`, by the members that name it, sorted.
    record Key(String json) implements PathElement {
        static Key of(ObjectNode members) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            members.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
            return new Key(JSON.createObjectNode().setAll(sorted).toString());
        }

        @Override
        public String text() {
            return "k:" + json;
        }

        @Override
        public String shown() {
            return read(json).properties().stream()
                    .map(each -> each.getKey() + "=" + each.getValue())
                    .collect(Collectors.joining(",", "[", "]"));
        }

        @Override
        public int rank() {
            return 1;
        }
    }

    /// An element of a set, which names itself.
    record Value(String json) implements PathElement {
        @Override
        public String text() {
            return "v:" + json;
        }

        @Override
        public String shown() {
            return "[=" + json + "]";
        }

        @Override
        public int rank() {
            return 2;
        }
    }

    /// An element by its place. Nothing here makes one; others may have.
    record Index(int index) implements PathElement {
        @Override
        public String text() {
            return "i:" + index;
        }

        @Override
        public String shown() {
            return "[" + index + "]";
        }

        @Override
        public int rank() {
            return 3;
        }
    }

    /// @throws IllegalArgumentException if it is none of the four
    static PathElement parse(String text) {
        String rest = text.length() < 2 ? "" : text.substring(2);
        if (text.startsWith("f:")) {
            return new Field(rest);
        }
        if (text.startsWith("k:") && read(rest) instanceof ObjectNode members) {
            return Key.of(members);
        }
        if (text.startsWith("v:")) {
            return new Value(read(rest).toString());
        }
        if (text.startsWith("i:")) {
            return new Index(Integer.parseInt(rest));
        }
        throw new IllegalArgumentException(
                "\"%s\" is no path element; one starts with f:, k:, v: or i:".formatted(text));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "\"%s\" in a path element is not JSON".formatted(json), e);
        }
    }
}
