package io.gantry.deployer.api;

import io.gantry.problem.Problem;
import io.gantry.problem.ProblemException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/// Which output is wanted, and how much of it. Numbers come as text, so that a wrong one gets an
/// answer that names it.
record LogQuery(
        @QueryParam("revision")
                @Parameter(
                        description = "Of this revision; the newest that has any if left out",
                        example = "minilm-00001")
                @Nullable String revision,
        @QueryParam("replica")
                @Parameter(
                        description = "Of this replica; the one that wrote last if left out",
                        example = "minilm-00001-x7kq2mf")
                @Nullable String replica,
        @QueryParam("tail")
                @DefaultValue("200")
                @Parameter(
                        description = "How many of the last lines to begin with",
                        schema =
                                @Schema(
                                        type = SchemaType.INTEGER,
                                        minimum = "0",
                                        maximum = "100000"),
                        example = "50")
                String tail,
        @QueryParam("follow")
                @DefaultValue("false")
                @Parameter(
                        description = "Whether to go on as more is written",
                        schema = @Schema(type = SchemaType.BOOLEAN))
                String follow) {

    private static final int MOST_LINES = 100_000;

    /// @throws ProblemException when it is no number that makes sense
    int lines() {
        try {
            int lines = Integer.parseInt(tail);
            if (lines >= 0 && lines <= MOST_LINES) {
                return lines;
            }
        } catch (NumberFormatException e) {
            // Answered like a number out of range.
        }
        throw wrong("tail", tail, "a number from 0 to " + MOST_LINES);
    }

    /// @throws ProblemException when it is neither true nor false
    boolean goesOn() {
        return switch (follow) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw wrong("follow", follow, "true or false");
        };
    }

    private static ProblemException wrong(String parameter, String found, String wanted) {
        return new ProblemException(
                Problem.of(
                                400,
                                "invalid-parameter",
                                "A parameter has a wrong value",
                                "%s is \"%s\"; it has to be %s."
                                        .formatted(parameter, found, wanted))
                        .withErrors(
                                List.of(new Problem.FieldError(parameter, "has to be " + wanted))));
    }
}
