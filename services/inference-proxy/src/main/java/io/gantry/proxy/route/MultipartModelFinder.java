package io.gantry.proxy.route;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Finds the part `model` of a `multipart/form-data` body (RFC 7578), byte by byte, so that it does
/// not matter how the body is cut. It keeps a part's headers and the model, and nothing of files.
///
/// The first `model` counts and nothing after it is read. What follows is for the predictor to
/// judge.
final class MultipartModelFinder implements ModelFinder {

    private static final String TYPE = "multipart/form-data";
    private static final int MAX_BOUNDARY = 70;
    private static final String FIELD = "model";
    private static final String DISPOSITION = "Content-Disposition:";
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_MODEL = 1024;
    private static final byte[] END_OF_HEADERS = {'\r', '\n', '\r', '\n'};
    private static final Outcome MORE = new Outcome.More();

    private final BytePattern delimiter;
    private final BytePattern endOfHeaders = new BytePattern(END_OF_HEADERS);
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private State state = State.CONTENT;

    /// @param boundary as the Content-Type says
    MultipartModelFinder(String boundary) {
        delimiter = new BytePattern(("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1));
        startBody();
    }

    static boolean isFor(String contentType) {
        return contentType.regionMatches(true, 0, TYPE, 0, TYPE.length());
    }

    static Optional<String> boundaryOf(String contentType) {
        return HeaderParameters.get(contentType, "boundary")
                .filter(boundary -> !boundary.isEmpty() && boundary.length() <= MAX_BOUNDARY);
    }

    @Override
    public Outcome feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            Outcome outcome = take(bytes.get());
            if (!(outcome instanceof Outcome.More)) {
                return outcome;
            }
        }
        return MORE;
    }

    @Override
    public Outcome end() {
        return new Outcome.Broken("the body ends before its last boundary");
    }

    private Outcome take(byte next) {
        return switch (state) {
            case CONTENT -> content(next);
            case MODEL -> model(next);
            case DELIMITED -> delimited(next);
            case LAST_DASH -> next == '-' ? new Outcome.Missing() : notDelimited();
            case LINE_END -> next == '\n' ? startHeaders() : notDelimited();
            case HEADERS -> headers(next);
        };
    }

    private Outcome content(byte next) {
        if (delimiter.ends(next)) {
            state = State.DELIMITED;
        }
        return MORE;
    }

    private Outcome model(byte next) {
        kept.write(next);
        if (delimiter.ends(next)) {
            // Of an empty model's boundary the first two bytes were the headers' last.
            int length = Math.max(0, kept.size() - delimiter.length());
            return new Outcome.Found(
                    new String(kept.toByteArray(), 0, length, StandardCharsets.UTF_8));
        }
        return kept.size() > MAX_MODEL + delimiter.length()
                ? new Outcome.Broken("'model' is longer than %d bytes".formatted(MAX_MODEL))
                : MORE;
    }

    /// Behind a boundary there may be blanks; then the line ends, or two dashes end the body.
    private Outcome delimited(byte next) {
        switch (next) {
            case ' ', '\t' -> {}
            case '-' -> state = State.LAST_DASH;
            case '\r' -> state = State.LINE_END;
            default -> {
                return notDelimited();
            }
        }
        return MORE;
    }

    private static Outcome notDelimited() {
        return new Outcome.Broken("a boundary is followed by something other than a line's end");
    }

    private Outcome startHeaders() {
        state = State.HEADERS;
        kept.reset();
        // The line that the boundary is on ends in front of the first header, or of none.
        endOfHeaders.startAfter(2);
        return MORE;
    }

    private Outcome headers(byte next) {
        kept.write(next);
        if (endOfHeaders.ends(next)) {
            boolean isModel =
                    nameIn(kept.toString(StandardCharsets.UTF_8)).filter(FIELD::equals).isPresent();
            state = isModel ? State.MODEL : State.CONTENT;
            kept.reset();
            startBody();
        }
        return kept.size() > MAX_HEADERS
                ? new Outcome.Broken(
                        "a part's headers are longer than %d bytes".formatted(MAX_HEADERS))
                : MORE;
    }

    /// The line's end in front of a boundary belongs to the boundary, also where nothing is in
    /// front of it.
    private void startBody() {
        delimiter.startAfter(2);
    }

    private static Optional<String> nameIn(String headers) {
        return headers.lines()
                .filter(line -> line.regionMatches(true, 0, DISPOSITION, 0, DISPOSITION.length()))
                .findFirst()
                .flatMap(line -> HeaderParameters.get(line, "name"));
    }

    private enum State {
        /// In a part that is not the model, or before the first.
        CONTENT,
        /// In the model's part.
        MODEL,
        /// Behind a boundary.
        DELIMITED,
        /// Behind a boundary and a dash.
        LAST_DASH,
        /// Behind a boundary and the first half of a line's end.
        LINE_END,
        /// In a part's headers.
        HEADERS
    }
}
