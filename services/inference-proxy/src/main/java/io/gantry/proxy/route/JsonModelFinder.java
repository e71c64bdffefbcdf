package io.gantry.proxy.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteBufferFeeder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/// Finds the top-level `model` of a JSON object as its bytes arrive, without building the object.
///
/// The first `model` counts and nothing after it is read, so a body is never held longer than
/// finding its model takes. What follows is for the predictor to judge.
final class JsonModelFinder implements ModelFinder {

    private static final String FIELD = "model";
    private static final String NO_OBJECT = "the body is not a JSON object";

    // Field names of strangers must not fill a table that outlives the request.
    private static final JsonFactory JSON =
            new JsonFactoryBuilder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    private final JsonParser parser;
    private final ByteBufferFeeder feeder;
    private final ShortStrings strings = new ShortStrings();
    private int depth;
    private boolean modelIsNext;

    JsonModelFinder() {
        try {
            parser = JSON.createNonBlockingByteBufferParser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        feeder = (ByteBufferFeeder) parser.getNonBlockingInputFeeder();
    }

    @Override
    public Outcome feed(ByteBuffer bytes) {
        try {
            feeder.feedInput(strings.pass(bytes));
            return readOn();
        } catch (JsonProcessingException e) {
            return new Outcome.Broken(e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome end() {
        feeder.endOfInput();
        try {
            Outcome outcome = readOn();
            return outcome instanceof Outcome.More ? new Outcome.Broken(NO_OBJECT) : outcome;
        } catch (JsonProcessingException e) {
            return new Outcome.Broken(e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome readOn() throws IOException {
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return new Outcome.Broken("the body is empty; it has to be a JSON object");
            }
            if (token == JsonToken.NOT_AVAILABLE) {
                return new Outcome.More();
            }
            Outcome outcome = take(token);
            if (!(outcome instanceof Outcome.More)) {
                return outcome;
            }
        }
    }

    private Outcome take(JsonToken token) throws IOException {
        if (depth == 0 && token != JsonToken.START_OBJECT) {
            return new Outcome.Broken(NO_OBJECT);
        }
        if (modelIsNext) {
            return token == JsonToken.VALUE_STRING
                    ? new Outcome.Found(parser.getText())
                    : new Outcome.Broken("'model' is not a string");
        }
        if (token.isStructStart()) {
            depth++;
        } else if (token.isStructEnd()) {
            depth--;
            if (depth == 0) {
                return new Outcome.Missing();
            }
        } else if (depth == 1 && token == JsonToken.FIELD_NAME) {
            modelIsNext = FIELD.equals(parser.currentName());
        }
        return new Outcome.More();
    }
}
