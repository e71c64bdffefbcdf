package io.gantry.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.proxy.route.ModelFinder.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MultipartModelFinderPropertyTest {

    private static final String BOUNDARY = "-x-x";
    private static final Outcome MORE = new Outcome.More();

    @Property
    void shouldFindTheFirstModelHoweverTheBodyIsCut(
            @ForAll("parts") List<Part> parts, @ForAll List<@IntRange(max = 400) Integer> cuts) {
        Outcome expected =
                parts.stream()
                        .filter(part -> part.name().equals("model"))
                        .findFirst()
                        .<Outcome>map(part -> new Outcome.Found(part.content()))
                        .orElseGet(Outcome.Missing::new);

        assertThat(read(body(parts), cuts)).isEqualTo(expected);
    }

    @Property(tries = 100)
    void shouldFindItAtEveryCut(@ForAll("parts") List<Part> parts) {
        byte[] body = body(parts);
        Outcome whole = read(body, List.of());

        for (int cut = 1; cut < body.length; cut++) {
            assertThat(read(body, List.of(cut))).isEqualTo(whole);
        }
    }

    @Property
    void shouldReadNoFurtherThanTheModel(@ForAll("parts") List<Part> parts) {
        byte[] body = body(List.of(new Part("model", "m"), new Part("file", "x".repeat(100))));
        int end = new String(body, StandardCharsets.ISO_8859_1).indexOf("x".repeat(100));
        ModelFinder finder = new MultipartModelFinder(BOUNDARY);

        Outcome outcome = finder.feed(ByteBuffer.wrap(body, 0, end));

        assertThat(outcome).isEqualTo(new Outcome.Found("m"));
    }

    @Example
    void shouldTakeWhatIsInFrontOfTheFirstBoundaryForNothing() {
        assertThat(
                        read(
                                "preamble\r\n---x-x\r\ncontent-disposition: form-data; name=model\r\n\r\nm\r\n---x-x--"))
                .isEqualTo(new Outcome.Found("m"));
    }

    @Example
    void shouldRefuseABodyThatEndsTooSoon() {
        assertThat(
                        read(
                                "---x-x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n---x-"))
                .isInstanceOf(Outcome.Broken.class);
        assertThat(read("")).isInstanceOf(Outcome.Broken.class);
    }

    @Example
    void shouldRefuseABoundaryThatIsNotAlone() {
        assertThat(read("---x-xy\r\n")).isInstanceOf(Outcome.Broken.class);
    }

    @Example
    void shouldHoldNeitherLongHeadersNorALongModel() {
        assertThat(read("---x-x\r\nx: " + "y".repeat(20_000))).isInstanceOf(Outcome.Broken.class);
        assertThat(
                        read(
                                "---x-x\r\nContent-Disposition: form-data; name=model\r\n\r\n"
                                        + "y".repeat(2_000)))
                .isInstanceOf(Outcome.Broken.class);
    }

    @Example
    void shouldNotTakeAFileNameForAName() {
        assertThat(
                        read(
                                "---x-x\r\nContent-Disposition: form-data; filename=\"a; name=model\"; name=\"file\"\r\n\r\nm\r\n---x-x--"))
                .isEqualTo(new Outcome.Missing());
    }

    private static Outcome read(String body) {
        return read(body.getBytes(StandardCharsets.UTF_8), List.of());
    }

    private static Outcome read(byte[] body, List<Integer> cuts) {
        ModelFinder finder = new MultipartModelFinder(BOUNDARY);
        int[] sorted = cuts.stream().mapToInt(cut -> Math.min(cut, body.length)).sorted().toArray();
        int from = 0;
        for (int cut : sorted) {
            Outcome outcome = finder.feed(ByteBuffer.wrap(Arrays.copyOfRange(body, from, cut)));
            if (!outcome.equals(MORE)) {
                return outcome;
            }
            from = cut;
        }
        Outcome outcome = finder.feed(ByteBuffer.wrap(Arrays.copyOfRange(body, from, body.length)));
        return outcome.equals(MORE) ? finder.end() : outcome;
    }

    private static byte[] body(List<Part> parts) {
        StringBuilder body = new StringBuilder();
        for (Part part : parts) {
            body.append("--%s\r\n".formatted(BOUNDARY))
                    .append(
                            "Content-Disposition: form-data; name=\"%s\"\r\n"
                                    .formatted(part.name()))
                    .append("Content-Type: text/plain\r\n\r\n")
                    .append(part.content())
                    .append("\r\n");
        }
        return body.append("--%s--\r\n".formatted(BOUNDARY))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<List<Part>> parts() {
        // Pieces of the boundary, so that much of what is read looks like one and is none.
        Arbitrary<String> content =
                Arbitraries.of(
                                "\r", "\n", "\r\n", "-", "--", "-x", "x", "ü", "model", "\r\n--",
                                "-x-")
                        .list()
                        .ofMaxSize(12)
                        .map(pieces -> String.join("", pieces))
                        .filter(text -> !("\r\n" + text + "\r\n").contains("\r\n--" + BOUNDARY));
        return Combinators.combine(Arbitraries.of("file", "model", "models", "prompt"), content)
                .as(Part::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    record Part(String name, String content) {}
}
