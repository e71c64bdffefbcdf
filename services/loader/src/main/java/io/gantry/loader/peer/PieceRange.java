package io.gantry.loader.peer;

import io.gantry.problem.Problem;
import io.gantry.problem.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a peer asks for of a file.
///
/// @param to the first byte that does not belong to it
record PieceRange(long from, long to) {

    private static final Pattern HEADER = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");

    /// @throws ProblemException for anything but one range with both ends, of at most a piece
    static PieceRange parse(@Nullable String header) {
        Matcher range = HEADER.matcher(header == null ? "" : header);
        if (!range.matches()) {
            throw refused("Range is '%s'".formatted(header));
        }
        long from = Long.parseLong(range.group(1));
        long to = Long.parseLong(range.group(2)) + 1;
        if (from >= to || to - from > Pieces.SIZE) {
            throw refused("Range is '%s'".formatted(header));
        }
        return new PieceRange(from, to);
    }

    /// @throws ProblemException when a file ends before
    void requireWithin(long size) {
        if (to > size) {
            throw refused("The file has %d bytes".formatted(size));
        }
    }

    int length() {
        return (int) (to - from);
    }

    /// As the answer's header has it.
    String of(long size) {
        return "bytes %d-%d/%d".formatted(from, to - 1, size);
    }

    private static ProblemException refused(String found) {
        return new ProblemException(
                Problem.of(
                        416,
                        "range-not-given",
                        "No such range is given",
                        "%s; ask for bytes=FROM-TO of the file, %d bytes at most"
                                .formatted(found, Pieces.SIZE)));
    }
}
