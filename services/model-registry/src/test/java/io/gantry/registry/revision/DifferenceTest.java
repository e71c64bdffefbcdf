package io.gantry.registry.revision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.api.KServeJson;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DifferenceTest {

    @Property
    void shouldLeadFromOneToTheOther(
            @ForAll("trees") JsonNode one, @ForAll("trees") JsonNode other) {
        assertThat(applied(one, Difference.between(one, other))).isEqualTo(other);
        assertThat(Difference.between(one, other).isEmpty()).isEqualTo(one.equals(other));
    }

    @Property
    void shouldFindNoneInItself(@ForAll("trees") JsonNode tree) {
        assertThat(Difference.between(tree, tree.deepCopy())).isEmpty();
    }

    @Property
    void shouldBeTheSameTheOtherWayRound(
            @ForAll("trees") JsonNode one, @ForAll("trees") JsonNode other) {
        List<Difference> back =
                Difference.between(other, one).stream().map(DifferenceTest::reversed).toList();

        assertThat(Difference.between(one, other)).isEqualTo(back);
    }

    @Example
    void shouldNamePlacesInOrder() {
        assertThat(
                        Difference.between(
                                tree("{\"b\": {\"a.b/c\": 1}, \"args\": [1, 2, 3], \"n\": 1}"),
                                tree("{\"b\": {\"a.b/c\": 2}, \"args\": [1, 4], \"n\": 1.0}")))
                .extracting(Difference::path)
                .containsExactly("/args/1", "/args/2", "/b/a.b~1c");
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Arbitrary<JsonNode> leaves =
                Arbitraries.of(
                        json.nullNode(),
                        json.textNode("a"),
                        json.textNode(""),
                        json.numberNode(1),
                        json.booleanNode(true));
        Arbitrary<String> names = Arbitraries.of("a", "b", "a/b", "~c", "0", "");
        return Arbitraries.recursive(
                () -> leaves,
                inner ->
                        Arbitraries.oneOf(
                                inner,
                                inner.list().ofMaxSize(4).map(all -> json.arrayNode().addAll(all)),
                                Arbitraries.maps(names, inner)
                                        .ofMaxSize(4)
                                        .map(all -> json.objectNode().setAll(all))),
                0,
                3);
    }

    /// The tree with the differences made; from behind, so that elements keep their positions.
    private static JsonNode applied(JsonNode tree, List<Difference> differences) {
        JsonNode result = tree.deepCopy();
        for (Difference each : differences) {
            if (each.after() != null) {
                result = with(result, JsonPointer.compile(each.path()), each.after());
            }
        }
        for (Difference each : differences.reversed()) {
            if (each.after() == null) {
                remove(result, JsonPointer.compile(each.path()));
            }
        }
        return result;
    }

    private static Difference reversed(Difference each) {
        return new Difference(each.path(), /* before= */ each.after(), /* after= */ each.before());
    }

    private static JsonNode with(JsonNode tree, JsonPointer place, JsonNode value) {
        if (place.matches()) {
            return value;
        }
        JsonNode parent = tree.at(place.head());
        if (parent instanceof ObjectNode object) {
            object.set(place.last().getMatchingProperty(), value);
        } else if (parent instanceof ArrayNode array) {
            int index = place.last().getMatchingIndex();
            if (index < array.size()) {
                array.set(index, value);
            } else {
                array.add(value);
            }
        }
        return tree;
    }

    private static void remove(JsonNode tree, JsonPointer place) {
        JsonNode parent = tree.at(place.head());
        if (parent instanceof ObjectNode object) {
            object.remove(place.last().getMatchingProperty());
        } else if (parent instanceof ArrayNode array) {
            array.remove(place.last().getMatchingIndex());
        }
    }

    private static JsonNode tree(String json) {
        try {
            return KServeJson.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
