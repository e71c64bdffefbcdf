package io.gantry.registry.manifest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What became of each document, in the order of the request.
@Schema(name = "ManifestsAnswer", description = "What became of each document, in their order")
@RegisterForReflection
record ManifestsAnswer(List<DocumentResult> documents) {

    ManifestsAnswer {
        documents = List.copyOf(documents);
    }
}
