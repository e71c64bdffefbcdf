package io.gantry.proxy.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.proxy.meter.TokenCounter.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Whatever pieces an answer comes in, the same is read of it.
class TokenCounterPropertyTest {

    private static final String CHUNK =
            "data: {\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}\n\n";

    @Property
    void shouldCountTheTokensOfAStreamThatDoesNotSayHowMany(
            @ForAll @IntRange(max = 40) int tokens, @ForAll long pieces) {
        StringBuilder stream = new StringBuilder();
        stream.append(
                "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n");
        stream.append(": a comment\n\n");
        for (int i = 0; i < tokens; i++) {
            stream.append(CHUNK.formatted(i % 3 == 0 ? "\\n\\n" : " word"));
        }
        stream.append("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        stream.append("data: [DONE]\n\n");

        assertThat(read(true, stream.toString(), pieces).usage())
                .isEqualTo(tokens == 0 ? Optional.empty() : Optional.of(new Usage(-1, tokens)));
    }

    @Property
    void shouldBelieveTheServerOfAStream(@ForAll long pieces) {
        String stream =
                CHUNK.formatted("two tokens")
                        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"total_tokens\":7,\"completion_tokens\":2}}\n\n"
                        + "data: [DONE]\n\n";

        assertThat(read(true, stream, pieces).usage()).contains(new Usage(5, 2));
    }

    @Property
    void shouldReadTheUsageOfAnAnswer(
            @ForAll @IntRange(max = 20_000) int before,
            @ForAll @IntRange(max = 2_000) int after,
            @ForAll long pieces) {
        String answer =
                "{\"choices\":[{\"text\":\"%s \\\"usage\\\": {}\"}],\n \"usage\" : {\"details\": {\"prompt_tokens\": 1}, \"prompt_tokens\": 12, \"completion_tokens\": 345}, \"x\": \"%s\"}"
                        .formatted("x".repeat(before), "y".repeat(after));

        assertThat(read(false, answer, pieces).usage()).contains(new Usage(12, 345));
    }

    @Example
    void shouldReadOtherApis() {
        assertThat(read(false, "{\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}", 1).usage())
                .contains(new Usage(3, 4));
        assertThat(read(false, "{\"data\":[],\"usage\":{\"prompt_tokens\":9}}", 1).usage())
                .contains(new Usage(9, -1));
        assertThat(
                        read(
                                        true,
                                        "event: response.output_text.delta\ndata: {\"type\":\"x\",\"delta\":\"Hi\"}\n\n",
                                        1)
                                .usage())
                .contains(new Usage(-1, 1));
    }

    @Property
    void shouldMakeNothingOfWhatIsNoAnswer(@ForAll byte[] bytes, @ForAll boolean stream) {
        TokenCounter counter = new TokenCounter(stream);
        counter.feed(bytes, 1);

        assertThat(counter.usage()).isEmpty();
    }

    @Example
    void shouldTellWhenTheFirstAndTheLastTokenCame() {
        TokenCounter counter = new TokenCounter(true);
        counter.feed(bytes("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"), 10);
        counter.feed(bytes(CHUNK.formatted("a")), 20);
        counter.feed(bytes(CHUNK.formatted("b") + CHUNK.formatted("c")), 30);
        counter.feed(bytes("data: [DONE]\n\n"), 40);

        assertThat(counter.firstNanos()).isEqualTo(20);
        assertThat(counter.lastNanos()).isEqualTo(30);
    }

    private static TokenCounter read(boolean stream, String text, long seed) {
        TokenCounter counter = new TokenCounter(stream);
        byte[] all = bytes(text);
        Random random = new Random(seed);
        int at = 0;
        while (at < all.length) {
            int end = Math.min(all.length, at + 1 + random.nextInt(500));
            counter.feed(Arrays.copyOfRange(all, at, end), 1);
            at = end;
        }
        return counter;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
