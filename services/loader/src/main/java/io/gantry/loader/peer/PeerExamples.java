package io.gantry.loader.peer;

/// What the API's description shows.
final class PeerExamples {

    static final String SELF =
            """
            {"instance": "1f0c8a52-6d0e-4c0a-9a51-0d2f6f3c1b7e"}\
            """;

    static final String NOT_LET_IN =
            """
            {"type": "urn:gantry:problem:peer-not-let-in", "title": "The token is missing or wrong", "status": 401,
             "detail": "Give all loaders the same gantry.loader.peers.token"}\
            """;

    static final String OFF =
            """
            {"type": "urn:gantry:problem:peers-off", "title": "This loader gives nothing to others", "status": 404,
             "detail": "gantry.loader.peers.token is not set"}\
            """;

    static final String UNKNOWN =
            """
            {"type": "urn:gantry:problem:artifact-not-found", "title": "The node does not know the artifact", "status": 404,
             "detail": "It is neither cached nor on its way; GET /v1/artifacts lists what is"}\
            """;

    static final String DIFFERENT =
            """
            {"type": "urn:gantry:problem:other-files", "title": "There are other files under the artifact's id", "status": 409,
             "detail": "This node downloads another version; take it from elsewhere"}\
            """;

    static final String ELSEWHERE =
            """
            {"type": "urn:gantry:problem:left-to-other-nodes", "title": "Other nodes are to have the artifact", "status": 410,
             "detail": "This one does not load it; ask those"}\
            """;

    static final String NO_RANGE =
            """
            {"type": "urn:gantry:problem:range-not-given", "title": "No such range is given", "status": 416,
             "detail": "Range is 'bytes=0-'; ask for bytes=FROM-TO of the file, 1048576 bytes at most"}\
            """;

    static final String NOT_YET =
            """
            {"type": "urn:gantry:problem:not-yet-here", "title": "The bytes are on their way", "status": 503,
             "detail": "The node has 8388608 bytes of the artifact; ask again"}\
            """;

    private PeerExamples() {}
}
