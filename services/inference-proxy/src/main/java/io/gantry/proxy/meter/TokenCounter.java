package io.gantry.proxy.meter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads an answer of a language model as it passes, as far as metering needs.
///
/// Servers say last what an answer took (`usage`, in OpenAI's, vLLM's and Anthropic's APIs alike),
/// so its end is enough. A stream in which none does is counted: an event with text is a token,
/// which is how servers send them.
public final class TokenCounter {

    /// How much of the end is looked at. A usage takes a tenth of it, with all details.
    private static final int TAIL = 4096;

    private static final byte[] USAGE = ascii("\"usage\"");

    /// What comes before text in an event, of a chat, a completion, a response, or a tool's call.
    private static final List<byte[]> TEXTS =
            Stream.of("content", "text", "delta", "reasoning_content", "reasoning", "arguments")
                    .map(field -> ascii("\"%s\":".formatted(field)))
                    .toList();

    private static final JsonFactory JSON = new JsonFactory();

    private final boolean stream;
    private final Tail end = new Tail(TAIL);
    private final Tail event = new Tail(TAIL);
    private boolean lineBegins = true;
    private long tokens;
    private long firstNanos;
    private long lastNanos;

    /// @param stream whether it is a stream of events
    public TokenCounter(boolean stream) {
        this.stream = stream;
    }

    /// What an answer took.
    ///
    /// @param prompt tokens of the request; -1 when nobody says
    /// @param completion tokens of the answer; -1 when nobody says
    public record Usage(long prompt, long completion) {}

    /// The next bytes of the answer.
    ///
    /// @param nanos when they came
    public void feed(byte[] bytes, long nanos) {
        end.add(bytes, 0, bytes.length);
        if (stream) {
            count(bytes, nanos);
        }
    }

    /// What it took; empty for an answer that says nothing of it.
    public Optional<Usage> usage() {
        Usage said = said();
        long prompt = said == null ? -1 : said.prompt();
        long completion = said == null ? -1 : said.completion();
        if (completion < 0 && tokens > 0) {
            completion = tokens;
        }
        return prompt < 0 && completion < 0
                ? Optional.empty()
                : Optional.of(new Usage(prompt, completion));
    }

    /// How many events of a stream had text.
    public long events() {
        return tokens;
    }

    /// When a stream's first token came; 0 when none has.
    public long firstNanos() {
        return firstNanos;
    }

    /// When the last one did.
    public long lastNanos() {
        return lastNanos;
    }

    /// Events end with an empty line.
    private void count(byte[] bytes, long nanos) {
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte each = bytes[i];
            if (each == '\n' && lineBegins) {
                event.add(bytes, from, i - from);
                from = i + 1;
                eventEnded(nanos);
            }
            if (each != '\r') {
                lineBegins = each == '\n';
            }
        }
        event.add(bytes, from, bytes.length - from);
    }

    private void eventEnded(long nanos) {
        if (TEXTS.stream().anyMatch(event::hasTextAfter)) {
            tokens++;
            lastNanos = nanos;
            firstNanos = firstNanos == 0 ? nanos : firstNanos;
        }
        event.clear();
    }

    private @Nullable Usage said() {
        for (int at = end.lastIndexOf(USAGE, end.length());
                at >= 0;
                at = end.lastIndexOf(USAGE, at - 1)) {
            Usage usage = end.usageAt(at + USAGE.length);
            if (usage != null) {
                return usage;
            }
        }
        return null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The last bytes of something long.
    private static final class Tail {

        private final int most;
        private byte[] bytes = new byte[512];
        private int length;

        Tail(int most) {
            this.most = most;
        }

        int length() {
            return length;
        }

        void clear() {
            length = 0;
        }

        void add(byte[] from, int offset, int count) {
            int taken = Math.min(count, most);
            if (length + taken > 2 * most) {
                int kept = Math.min(length, most);
                System.arraycopy(bytes, length - kept, bytes, 0, kept);
                length = kept;
            }
            if (length + taken > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(length + taken, 2 * bytes.length));
            }
            System.arraycopy(from, offset + count - taken, bytes, length, taken);
            length += taken;
        }

        /// Whether a string that is not empty follows one of these.
        boolean hasTextAfter(byte[] field) {
            for (int at = lastIndexOf(field, length); at >= 0; at = lastIndexOf(field, at - 1)) {
                int value = afterBlanks(at + field.length);
                if (value + 1 < length && bytes[value] == '"' && bytes[value + 1] != '"') {
                    return true;
                }
            }
            return false;
        }

        /// @return where it begins, at `before` or earlier; -1 when it is not there
        int lastIndexOf(byte[] what, int before) {
            for (int at = Math.min(before, length - what.length); at >= 0; at--) {
                int same = 0;
                while (same < what.length && bytes[at + same] == what[same]) {
                    same++;
                }
                if (same == what.length) {
                    return at;
                }
            }
            return -1;
        }

        private int afterBlanks(int from) {
            int at = from;
            while (at < length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t')) {
                at++;
            }
            return at;
        }

        @Nullable Usage usageAt(int from) {
            int colon = afterBlanks(from);
            if (colon >= length || bytes[colon] != ':') {
                return null;
            }
            try (JsonParser parser = JSON.createParser(bytes, colon + 1, length - colon - 1)) {
                return parser.nextToken() == JsonToken.START_OBJECT ? usage(parser) : null;
            } catch (IOException e) {
                return null;
            }
        }

        private static Usage usage(JsonParser parser) throws IOException {
            long prompt = -1;
            long completion = -1;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                    switch (name) {
                        case "prompt_tokens", "input_tokens" -> prompt = parser.getLongValue();
                        case "completion_tokens", "output_tokens" ->
                                completion = parser.getLongValue();
                        default -> {}
                    }
                } else {
                    parser.skipChildren();
                }
            }
            return new Usage(prompt, completion);
        }
    }
}
