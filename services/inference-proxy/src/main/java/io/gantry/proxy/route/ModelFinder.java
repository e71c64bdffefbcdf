package io.gantry.proxy.route;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the model that a body names as its bytes arrive, and reads no further than that.
public sealed interface ModelFinder permits JsonModelFinder, MultipartModelFinder, GrpcModelFinder {

    /// The finder for a body of this type; JSON's for all that is not `multipart/form-data`,
    /// because clients say many things of JSON.
    ///
    /// @return empty when the type is multipart and says no boundary
    static Optional<ModelFinder> of(@Nullable String contentType) {
        if (contentType == null || !MultipartModelFinder.isFor(contentType)) {
            return Optional.of(new JsonModelFinder());
        }
        return MultipartModelFinder.boundaryOf(contentType).map(MultipartModelFinder::new);
    }

    /// The finder for the messages of a gRPC call.
    static ModelFinder ofCall() {
        return new GrpcModelFinder();
    }

    /// Reads on with the next bytes of the body.
    Outcome feed(ByteBuffer bytes);

    /// Tells that the body has ended.
    Outcome end();

    /// What is known so far.
    sealed interface Outcome {

        /// The model was not named yet.
        record More() implements Outcome {}

        /// The body names this model.
        record Found(String model) implements Outcome {}

        /// The body ended without a model.
        record Missing() implements Outcome {}

        /// The body is not what it has to be, or its model no string.
        record Broken(String reason) implements Outcome {}
    }
}
