package io.gantry.loader.fetch.hf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.http.HttpAnswer;
import io.gantry.loader.fetch.http.HttpGet;
import io.gantry.loader.fetch.http.HttpRequests;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the hub's API tells of models.
final class Hub {

    private static final int LONGEST_ANSWER = 64 << 20;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;[^,]*\\brel=\"?next\\b");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40,64}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LoaderConfig.HuggingFace config;
    private final HttpRequests requests;
    private final String endpoint;

    Hub(LoaderConfig.HuggingFace config, HttpRequests requests) {
        this.config = config;
        this.requests = requests;
        this.endpoint = config.endpoint().toString().replaceAll("/+$", "");
    }

    /// The commit that a revision stands for now.
    String commit(Location place, HfLocation location) throws LoadFailedException {
        String url =
                "%s/api/models/%s/revision/%s"
                        .formatted(endpoint, location.repo(), encoded(location.revision()));
        try (HttpAnswer answer = answer(place, location, get(place, url))) {
            JsonNode sha = json(place.uri(), answer).path("sha");
            if (!COMMIT.matcher(sha.asText()).matches()) {
                throw nonsense(place.uri(), "names no commit of the revision", null);
            }
            return sha.asText();
        }
    }

    /// All files and folders of a commit.
    List<JsonNode> tree(Location place, HfLocation location, String commit)
            throws LoadFailedException {
        HttpGet page =
                get(
                        place,
                        "%s/api/models/%s/tree/%s?recursive=true"
                                .formatted(endpoint, location.repo(), commit));
        List<JsonNode> entries = new ArrayList<>();
        Optional<HttpGet> next = Optional.of(page);
        while (next.isPresent()) {
            try (HttpAnswer answer = answer(place, location, next.get())) {
                json(place.uri(), answer).forEach(entries::add);
                next = next(place, page, answer);
            }
        }
        return entries;
    }

    String fileUrl(HfLocation location, String commit, String path) {
        String encoded = encoded(path).replace("%2F", "/");
        return "%s/%s/resolve/%s/%s".formatted(endpoint, location.repo(), commit, encoded);
    }

    HttpGet get(Location place, String url) throws LoadFailedException {
        return HttpGet.of(URI.create(url)).withSecrets(HubToken.headers(place, config));
    }

    LoadFailedException failure(Location place, HfLocation location, HttpAnswer answer)
            throws LoadFailedException {
        return HubFailures.of(
                place.uri(), "%s/%s".formatted(endpoint, location.repo()), location, answer);
    }

    private HttpAnswer answer(Location place, HfLocation location, HttpGet get)
            throws LoadFailedException {
        HttpAnswer answer = requests.get(place.uri(), get);
        if (answer.success()) {
            return answer;
        }
        try (answer) {
            throw failure(place, location, answer);
        }
    }

    /// The token goes along, so only to where the first page came from.
    private Optional<HttpGet> next(Location place, HttpGet page, HttpAnswer answer)
            throws LoadFailedException {
        String link = answer.header("Link");
        Matcher next = NEXT.matcher(link == null ? "" : link);
        if (!next.find()) {
            return Optional.empty();
        }
        try {
            URI target = answer.address().resolve(next.group(1));
            if (page.sameOrigin(target)) {
                return Optional.of(get(place, target.toString()));
            }
        } catch (IllegalArgumentException e) {
            // As of one that leads elsewhere.
        }
        throw nonsense(place.uri(), "continues the list of files nowhere that it may be", null);
    }

    private JsonNode json(StorageUri uri, HttpAnswer answer) throws LoadFailedException {
        byte[] text = answer.text(uri, LONGEST_ANSWER);
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw nonsense(uri, "answers with something else than JSON", e);
        }
    }

    private LoadFailedException nonsense(StorageUri uri, String found, @Nullable IOException e) {
        return LoadFailedException.unreachable(
                uri.toString(),
                "%s %s".formatted(config.endpoint().getAuthority(), found),
                "Check that gantry.loader.hugging-face.endpoint is a Hugging Face hub and not, say, a proxy's login page; the download is tried again.",
                e);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
