package io.gantry.graph.gjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class GjsonPathPropertyTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Property
    void shouldReadAnythingOrSayWhyNot(@ForAll("pathLike") String text) {
        JsonNode json = nested(List.of("a", "b"), NODES.arrayNode().add(1).add("x"));
        try {
            GjsonPath path = GjsonPath.of(text);
            assertThat(path.existsIn(json)).isEqualTo(!path.find(json).isMissingNode());
        } catch (UnsupportedPathException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @Property
    void shouldFindWhatLiesBehindKeysOfAnyCharacters(
            @ForAll @Size(min = 1, max = 4) List<@StringLength(min = 1, max = 50) String> keys)
            throws Exception {
        String path = String.join(".", keys.stream().map(GjsonPathPropertyTest::escaped).toList());

        assertThat(GjsonPath.of(path).find(nested(keys, NODES.numberNode(1))))
                .isEqualTo(NODES.numberNode(1));
    }

    @Property
    void shouldFindTheFirstOfThoseThatAQueryIsTrueOf(
            @ForAll List<@IntRange(min = -9, max = 9) Integer> numbers,
            @ForAll @IntRange(min = -9, max = 9) int limit)
            throws Exception {
        ArrayNode array = NODES.arrayNode();
        numbers.forEach(number -> array.addObject().put("n", number));
        JsonNode json = NODES.objectNode().set("all", array);

        List<Integer> more = numbers.stream().filter(number -> number > limit).toList();

        assertThat(GjsonPath.of("all.#(n>%d)".formatted(limit)).existsIn(json))
                .isEqualTo(!more.isEmpty());
        assertThat(GjsonPath.of("all.#(n>%d)#|#".formatted(limit)).find(json).intValue())
                .isEqualTo(more.size());
        if (!more.isEmpty()) {
            assertThat(GjsonPath.of("all.#(n>%d).n".formatted(limit)).find(json).intValue())
                    .isEqualTo(more.getFirst());
        }
    }

    @Property
    void shouldTakeAPatternFromAnyTextForThatText(
            @ForAll String before, @ForAll String gap, @ForAll String after) {
        String plain = before + gap + after;
        String pattern = literal(before) + "*" + literal(after);

        assertThat(Wildcard.matches(plain, pattern)).isTrue();
        assertThat(Wildcard.matches(plain + "!", literal(plain))).isFalse();
    }

    @Example
    void shouldNotGetLostInAPatternOfManyStars() {
        assertThat(Wildcard.matches("a".repeat(5000), "*a".repeat(100) + "b")).isFalse();
    }

    @Example
    void shouldSayWhatItDoesNotSupport() {
        assertRefused("a.@reverse", "'@reverse'");
        assertRefused("@this:1", "'@this'");
        assertRefused("{a,b}", "'{…}'");
        assertRefused("!true", "'!…'");
        assertRefused("..0", "'..'");
        assertRefused("a.#(b==1", "not closed");
        assertRefused("a.#(b==~maybe)", "'~maybe'");
        assertRefused("a.#(b!1)", "'!1'");
        assertRefused("a.#(b)c", "'c' follows a query");
        assertRefused("a.#b", "'#' is followed by 'b'");
        assertRefused("a.", "ends in a '.'");
        assertRefused("a|", "ends in a '|'");
        assertRefused("[a,]", "is empty");
        assertRefused("[".repeat(100_000), "more than 1000");
    }

    private static void assertRefused(String path, String why) {
        assertThatExceptionOfType(UnsupportedPathException.class)
                .as(path)
                .isThrownBy(() -> GjsonPath.of(path))
                .withMessageContaining(why);
    }

    @Provide
    Arbitrary<String> pathLike() {
        return Arbitraries.strings().withChars("ab01.#()[]{}|@this=!<>%~*?\\\", ").ofMaxLength(20);
    }

    private static ObjectNode nested(List<String> keys, JsonNode leaf) {
        ObjectNode object = NODES.objectNode();
        object.set(
                keys.getFirst(),
                keys.size() == 1 ? leaf : nested(keys.subList(1, keys.size()), leaf));
        return object;
    }

    private static String escaped(String key) {
        StringBuilder escaped = new StringBuilder();
        key.chars().forEach(c -> escaped.append('\\').append((char) c));
        return escaped.toString();
    }

    private static String literal(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> escaped.append('\\').appendCodePoint(c));
        return escaped.toString();
    }
}
