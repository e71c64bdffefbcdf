package io.gantry.runtime.llamacpp.openai;

import io.gantry.runtime.llamacpp.serve.Answer;
import io.gantry.runtime.llamacpp.serve.ClientGoneException;
import io.gantry.runtime.llamacpp.serve.Piece;
import io.gantry.runtime.server.http.Json;
import io.gantry.runtime.server.openai.OpenAiError;
import io.gantry.runtime.server.refusal.RefusedException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Hands an answer to its client, at once or piece by piece. Whatever ends it, the answer gives its
/// slot free.
///
/// @param withUsage whether a stream ends with what it took
record Exchange(Answer answer, Writing writing, boolean withUsage) {

    /// nginx, and what learned from it, would hold a stream back.
    private static final String NO_BUFFERING = "X-Accel-Buffering";

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEXT = "\n\n".getBytes(StandardCharsets.UTF_8);

    Response whole() {
        StringBuilder text = new StringBuilder();
        try (answer) {
            while (true) {
                switch (answer.next()) {
                    case Piece.Text(String further) -> text.append(further);
                    case Piece.Failed(RefusedException why) -> throw why;
                    case Piece.End end -> {
                        return Response.ok(
                                        writing.whole(text.toString(), end),
                                        MediaType.APPLICATION_JSON)
                                .build();
                    }
                }
            }
        } catch (ClientGoneException gone) {
            // Nobody reads it.
            return Response.status(499).build();
        }
    }

    Response stream() {
        StreamingOutput events = this::write;
        return Response.ok(events, MediaType.SERVER_SENT_EVENTS)
                .header("Cache-Control", "no-cache")
                .header(NO_BUFFERING, "no")
                .build();
    }

    private void write(OutputStream out) throws IOException {
        try (answer) {
            boolean begun = !writing.format().hasBeginning();
            while (true) {
                Piece piece = answer.next();
                if (!begun && !(piece instanceof Piece.Failed)) {
                    send(out, writing.beginning());
                    begun = true;
                }
                if (!write(out, piece)) {
                    return;
                }
            }
        } catch (ClientGoneException gone) {
            // Nobody reads it.
        }
    }

    /// @return whether more comes
    private boolean write(OutputStream out, Piece piece) throws IOException {
        switch (piece) {
            case Piece.Text(String text) -> send(out, writing.part(text));
            case Piece.Failed(RefusedException why) -> send(out, error(why));
            case Piece.End end -> {
                send(out, writing.ending(end));
                if (withUsage) {
                    send(out, writing.usage(end));
                }
                send(out, DONE);
            }
        }
        return piece instanceof Piece.Text;
    }

    private static byte[] error(RefusedException why) {
        return Json.write(json -> json.writePOJO(OpenAiError.of(why)));
    }

    private static void send(OutputStream out, byte[] data) throws IOException {
        out.write(DATA);
        out.write(data);
        out.write(NEXT);
        out.flush();
    }
}
