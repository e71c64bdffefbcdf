package io.gantry.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonModelFinderPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 100)
    void shouldFindTheModelBehindWhateverTextHoweverTheBodyIsCut(
            @ForAll("texts") String before, @ForAll("texts") String nested, @ForAll Random random)
            throws Exception {
        ObjectNode body = JSON.createObjectNode().put("input", before);
        // Jackson writes pairs of surrogates wrongly in long names.
        String key = nested.replace("😀", "y");
        body.putObject("options").put("model", "not this one").put(key, nested);
        body.put("model", "mine");

        assertThat(find(JSON.writeValueAsBytes(body), random))
                .isEqualTo(new ModelFinder.Outcome.Found("mine"));
    }

    @Property(tries = 100)
    void shouldNotTakeTheInsideOfATextForTheBodysOwn(
            @ForAll("texts") String text, @ForAll Random random) throws Exception {
        String inside = text + "\",\"model\":\"not this one\",\"x\":\"";
        ObjectNode body = JSON.createObjectNode().put("input", inside);

        assertThat(find(JSON.writeValueAsBytes(body), random))
                .isEqualTo(new ModelFinder.Outcome.Missing());
    }

    @Property(tries = 100)
    void shouldPassShortTextsAsTheyAre(@ForAll("texts") String text, @ForAll Random random)
            throws Exception {
        byte[] body = JSON.writeValueAsBytes(JSON.createObjectNode().put("input", text));
        if (body.length < ShortStrings.LONGEST) {
            assertThat(passed(body, random)).isEqualTo(body);
        }
    }

    /// What is left has to be JSON yet, for somebody reads it.
    @Property(tries = 100)
    void shouldLeaveJsonOfBoundedSize(@ForAll("longTexts") String text, @ForAll Random random)
            throws Exception {
        byte[] body = JSON.writeValueAsBytes(JSON.createObjectNode().put("input", text));

        byte[] left = passed(body, random);

        assertThat(left.length).isLessThan(ShortStrings.LONGEST + 100);
        String kept = JSON.readTree(left).path("input").asText();
        assertThat(text).startsWith(kept);
        assertThat(kept.length()).isGreaterThan(600);
    }

    @Example
    void shouldNotCollectATextThatIsLargerThanTheMemory() {
        ModelFinder finder = new JsonModelFinder();
        finder.feed(ByteBuffer.wrap("{\"input\":\"".getBytes(StandardCharsets.US_ASCII)));
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) 'x');
        long pieces = 2 * Runtime.getRuntime().maxMemory() / piece.length;
        for (long i = 0; i < Math.min(pieces, 1_500); i++) {
            assertThat(finder.feed(ByteBuffer.wrap(piece)))
                    .isInstanceOf(ModelFinder.Outcome.More.class);
        }
        assertThat(
                        finder.feed(
                                ByteBuffer.wrap(
                                        "\",\"model\":\"m\"}".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(new ModelFinder.Outcome.Found("m"));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(Arbitraries.strings().ascii().ofMaxLength(20), longTexts());
    }

    @Provide
    Arbitrary<String> longTexts() {
        Arbitrary<String> unit =
                Arbitraries.of("x", "\\", "\"", "\n", "\u0001", "ß", "€", "😀", "ab\\\"");
        return unit.list().ofMinSize(4_000).ofMaxSize(6_000).map(units -> String.join("", units));
    }

    private static ModelFinder.Outcome find(byte[] body, Random random) {
        ModelFinder finder = new JsonModelFinder();
        int from = 0;
        while (from < body.length) {
            int to = next(from, body.length, random);
            ModelFinder.Outcome outcome =
                    finder.feed(ByteBuffer.wrap(body, from, to - from).slice());
            if (!(outcome instanceof ModelFinder.Outcome.More)) {
                return outcome;
            }
            from = to;
        }
        return finder.end();
    }

    private static byte[] passed(byte[] body, Random random) {
        ShortStrings strings = new ShortStrings();
        ByteBuffer left = ByteBuffer.allocate(body.length);
        int from = 0;
        while (from < body.length) {
            int to = next(from, body.length, random);
            left.put(strings.pass(ByteBuffer.wrap(body, from, to - from).slice()));
            from = to;
        }
        return Arrays.copyOf(left.array(), left.position());
    }

    private static int next(int from, int length, Random random) {
        int most = random.nextBoolean() ? 7 : 3_000;
        return Math.min(length, from + 1 + random.nextInt(most));
    }
}
