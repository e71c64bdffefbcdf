package io.gantry.kserve.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A place in a resource's tree: its path as a finding names it, and what is there.
///
/// For the rules over kinds that no record models. It reads what KServe's Go types would hold: null
/// is absent, and what has another type than expected is absent too (the schema says so).
public record Field(String path, JsonNode node) {

    /// The resource itself.
    public static Field root(JsonNode resource) {
        return new Field("", resource);
    }

    /// The member of that name, or what is not there.
    public Field get(String name) {
        return new Field(path.isEmpty() ? name : path + "." + name, node.path(name));
    }

    /// The member below these names.
    public Field at(String... names) {
        Field field = this;
        for (String name : names) {
            field = field.get(name);
        }
        return field;
    }

    /// The annotation of a resource; this is the resource.
    public Field annotation(String key) {
        return new Field(
                "metadata.annotations[\"%s\"]".formatted(key),
                node.path("metadata").path("annotations").path(key));
    }

    /// The elements of a list, none if this is no list.
    public List<Field> elements() {
        List<Field> elements = new ArrayList<>();
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            elements.add(new Field("%s[%d]".formatted(path, i), node.get(i)));
        }
        return elements;
    }

    /// The members of an object, none if this is no object.
    public Stream<Field> members() {
        return node.propertyStream().map(member -> get(member.getKey()));
    }

    /// The name of the member that this is.
    public String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    public boolean present() {
        return !node.isMissingNode() && !node.isNull();
    }

    /// The text, or the empty one where there is none, which Go does not tell apart.
    public String text() {
        return node.isTextual() ? node.asText() : "";
    }

    /// The whole number, or null where there is none.
    public @Nullable Long number() {
        return node.isIntegralNumber() ? (Long) node.asLong() : null;
    }

    /// The whole number, or another where there is none.
    public long number(long otherwise) {
        Long number = number();
        return number == null ? otherwise : number;
    }

    /// Reports that this must be there.
    public void missing(String message, String remedy, Findings findings) {
        findings.missing(path, message, remedy);
    }

    /// Reports that this has a value that cannot be.
    public void wrong(String message, String remedy, Findings findings) {
        findings.wrong(path, present() ? shown() : null, message, remedy);
    }

    private String shown() {
        return node.isValueNode() ? node.asText() : node.toString();
    }
}
