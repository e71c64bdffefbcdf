package io.gantry.runtime.onnx.model;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Says in words why a file is no model, from its first bytes and from what ONNX Runtime says.
final class ModelCheck {

    private static final String LFS_POINTER = "version https://git-lfs";

    private ModelCheck() {}

    /// Refuses what is evidently something else, before it is parsed as protobuf.
    static void sniff(Path file) throws UnusableModelException {
        String head = head(file);
        if (head.isEmpty()) {
            throw new UnusableModelException("%s is empty: fetch the model again.".formatted(file));
        }
        if (head.startsWith(LFS_POINTER)) {
            throw new UnusableModelException(
                    "%s is not an ONNX model but a Git LFS pointer: fetch the file it points to (git lfs pull)."
                            .formatted(file));
        }
        char first = head.strip().isEmpty() ? ' ' : head.strip().charAt(0);
        if (first == '<' || first == '{') {
            throw new UnusableModelException(
                    "%s is not an ONNX model but %s, beginning \"%s\": the address it came from answered with something else."
                            .formatted(
                                    file, first == '<' ? "HTML or XML" : "JSON", printable(head)));
        }
    }

    static UnusableModelException explain(Path file, OrtException failure) {
        String found = firstLine(failure);
        return new UnusableModelException(
                switch (failure.getCode()) {
                    case ORT_INVALID_PROTOBUF, ORT_NO_MODEL ->
                            "%s (%d bytes) is not a whole ONNX model: it is truncated or of another format, fetch it again (ONNX Runtime: %s)."
                                    .formatted(file, size(file), found);
                    case ORT_NOT_IMPLEMENTED ->
                            "%s uses an operator that ONNX Runtime on a CPU does not have: export it with another opset (ONNX Runtime: %s)."
                                    .formatted(file, found);
                    case null, default ->
                            "%s cannot be loaded: export it again or check the files beside it (ONNX Runtime: %s)."
                                    .formatted(file, found);
                },
                failure);
    }

    /// What ONNX Runtime found, without its code, its call stack and its final full stop.
    static String firstLine(OrtException failure) {
        String message = String.valueOf(failure.getMessage());
        String first = message.lines().findFirst().orElse("no message");
        int start = first.indexOf("message: ");
        String found = start < 0 ? first : first.substring(start + "message: ".length());
        return found.endsWith(".") ? found.substring(0, found.length() - 1) : found;
    }

    private static String head(Path file) throws UnusableModelException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(64), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UnusableModelException(
                    "%s cannot be read (%s): check its permissions.".formatted(file, unreadable),
                    unreadable);
        }
    }

    private static String printable(String head) {
        return head.lines().findFirst().orElse("").replaceAll("[^ -~]", "?");
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
