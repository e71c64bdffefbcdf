package io.gantry.loader.fetch.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.fetch.rest.RestAnswer;
import io.gantry.loader.fetch.rest.RestClient;
import io.gantry.loader.fetch.rest.RestRequest;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.InputStream;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Downloads files of Git LFS by its batch API: the repository's host tells where each is, and that
/// is asked for the bytes.
final class LfsServer {

    private static final String TYPE = "application/vnd.git-lfs+json";
    private static final String REMEDY =
            "Give GIT_USERNAME and GIT_PASSWORD (or GIT_TOKEN) that may read the repository, Git LFS included; the download is tried again.";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Of a host that does not say how long an address holds.
    private static final Duration UNTOLD = Duration.ofMinutes(1);

    /// What has just ended at the host may not be used.
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final int STRIPES = 64;

    private final RestClient client;
    private final InstantSource time;
    private final Map<Wanted, Place> places = new ConcurrentHashMap<>();

    /// Parts of a file that begin together ask once, whoever comes first; by the file's hash.
    private final List<Lock> asking =
            Stream.<Lock>generate(ReentrantLock::new).limit(STRIPES).toList();

    private record Wanted(URI repository, LfsPointer file, Optional<GitAccess> access) {}

    private record Place(URI address, Map<String, String> headers, Instant end) {}

    LfsServer(RestClient client, InstantSource time) {
        this.client = client;
        this.time = time;
    }

    InputStream open(GitQuestion question, LfsPointer file, Range range)
            throws LoadFailedException {
        StorageUri uri = question.uri();
        Wanted wanted = new Wanted(question.location().repository(), file, question.access());
        RestRequest request = request(place(uri, wanted), wanted).part(range);
        RestAnswer answer = client.send(uri, request);
        if (!answer.success()) {
            try (answer) {
                // An address that no longer holds is asked for anew by the next attempt.
                places.remove(wanted);
                throw refused(uri, answer, "the file " + file.oid());
            }
        }
        return answer.body(uri, range);
    }

    private static RestRequest request(Place place, Wanted wanted) {
        RestRequest request = RestRequest.get(place.address());
        for (var header : place.headers().entrySet()) {
            request = request.with(header.getKey(), header.getValue());
        }
        boolean silent =
                place.headers().keySet().stream().noneMatch("Authorization"::equalsIgnoreCase);
        boolean home =
                wanted.repository().getScheme().equals(place.address().getScheme())
                        && wanted.repository()
                                .getAuthority()
                                .equals(place.address().getAuthority());
        return silent && home ? authorized(request, wanted.access()) : request;
    }

    private Place place(StorageUri uri, Wanted wanted) throws LoadFailedException {
        Lock lock = asking.get(Math.floorMod(wanted.hashCode(), STRIPES));
        lock.lock();
        try {
            return knownOrAsked(uri, wanted);
        } finally {
            lock.unlock();
        }
    }

    private Place knownOrAsked(StorageUri uri, Wanted wanted) throws LoadFailedException {
        Instant now = time.instant();
        Place known = places.get(wanted);
        if (known != null && known.end().isAfter(now.plus(MARGIN))) {
            return known;
        }
        places.values().removeIf(place -> place.end().isBefore(now));
        Place place = ask(uri, wanted);
        places.put(wanted, place);
        return place;
    }

    private Place ask(StorageUri uri, Wanted wanted) throws LoadFailedException {
        String body =
                "{\"operation\":\"download\",\"transfers\":[\"basic\"],\"hash_algo\":\"sha256\",\"objects\":[{\"oid\":\"%s\",\"size\":%d}]}"
                        .formatted(wanted.file().oid(), wanted.file().size());
        RestRequest request =
                authorized(
                        RestRequest.post(
                                        URI.create(wanted.repository() + "/info/lfs/objects/batch"),
                                        TYPE,
                                        body)
                                .with("Accept", TYPE),
                        wanted.access());
        try (RestAnswer answer = client.send(uri, request)) {
            if (!answer.success()) {
                throw refused(uri, answer, "Git LFS");
            }
            return place(uri, wanted, JSON.readTree(answer.text(uri)).path("objects").path(0));
        } catch (JsonProcessingException e) {
            throw unreadable(uri);
        }
    }

    private Place place(StorageUri uri, Wanted wanted, JsonNode object) throws LoadFailedException {
        JsonNode error = object.path("error");
        if (error.isObject()) {
            throw LoadFailedException.notFound(
                    uri.toString(),
                    "Git LFS of %s has no file %s (%d)"
                            .formatted(
                                    wanted.repository().getAuthority(),
                                    wanted.file().oid(),
                                    error.path("code").asInt()));
        }
        JsonNode download = object.path("actions").path("download");
        Map<String, String> headers = new HashMap<>();
        download.path("header")
                .properties()
                .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        try {
            URI address = URI.create(download.path("href").asText(""));
            if (!"https".equals(address.getScheme())
                    && !wanted.repository().getScheme().equals(address.getScheme())) {
                throw unreadable(uri);
            }
            return new Place(address, headers, end(download));
        } catch (IllegalArgumentException e) {
            throw unreadable(uri);
        }
    }

    private Instant end(JsonNode download) {
        Instant now = time.instant();
        if (download.path("expires_in").asLong(0) > 0) {
            return now.plusSeconds(download.path("expires_in").asLong());
        }
        try {
            return OffsetDateTime.parse(download.path("expires_at").asText("")).toInstant();
        } catch (DateTimeException e) {
            return now.plus(UNTOLD);
        }
    }

    private static LoadFailedException unreadable(StorageUri uri) {
        return LoadFailedException.unreachable(
                uri.toString(), "Git LFS does not say where its files are", null);
    }

    private static RestRequest authorized(RestRequest request, Optional<GitAccess> access) {
        return access.map(who -> request.with("Authorization", who.header())).orElse(request);
    }

    private static LoadFailedException refused(StorageUri uri, RestAnswer answer, String what) {
        String found = "%s answered %d for %s".formatted(answer.peer(), answer.status(), what);
        return switch (answer.status()) {
            case 401, 403 -> LoadFailedException.denied(uri.toString(), found, REMEDY);
            case 404, 410, 422 -> LoadFailedException.notFound(uri.toString(), found);
            default ->
                    LoadFailedException.unreachable(uri.toString(), found, null)
                            .retryAfter(answer.retryAfter());
        };
    }
}
