package io.gantry.loader.fetch.s3;

import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.RetryAfter;
import io.gantry.loader.fetch.StorageUri;
import io.gantry.loader.outcome.LoadFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/// What goes wrong with S3, in words.
final class S3Failures {

    private static final String CREDENTIALS =
            "Give credentials that may list and read the bucket: in the model's secret, or the loader's own (gantry.loader.s3.access-key and secret-key, or the AWS environment); set gantry.loader.s3.anonymous for a public one.";
    private static final String REGION =
            "Set gantry.loader.s3.region to the bucket's region, and gantry.loader.s3.endpoint if it is not Amazon's; the download is tried again.";
    private static final int PRECONDITION_FAILED = 412;

    private static final String RENEW =
            "Renew the credentials that the model is downloaded with; the download is tried again.";

    private static final String CLOCK = "Set this node's clock; the download is tried again.";

    /// Codes of answers of status 400 that speak of the credentials.
    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "InvalidToken", "TokenRefreshRequired");

    private final String peer;

    S3Failures(S3Settings settings) {
        this.peer = settings.peer();
    }

    LoadFailedException nothingThere(StorageUri uri, S3Location location) {
        return LoadFailedException.notFound(
                uri.toString(),
                location.key().isEmpty()
                        ? "the bucket '%s' is empty".formatted(location.bucket())
                        : "the bucket '%s' has no object '%s' and none below it"
                                .formatted(location.bucket(), location.key()));
    }

    LoadFailedException of(StorageUri uri, S3Location location, SdkException e) {
        return e instanceof AwsServiceException answer
                ? answered(uri, location, answer)
                : unanswered(uri, e);
    }

    private LoadFailedException answered(
            StorageUri uri, S3Location location, AwsServiceException e) {
        int status = e.statusCode();
        String code =
                e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
        String service = e instanceof StsException ? "STS" : "S3";
        String found = "%s answered %d %s".formatted(service, status, code).strip();
        if (EXPIRED.contains(code)) {
            return LoadFailedException.denied(
                    uri.toString(), found + ": the credentials have expired", RENEW);
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return LoadFailedException.unreachable(uri.toString(), found, CLOCK, e);
        }
        if (e instanceof StsException) {
            return LoadFailedException.denied(
                    uri.toString(), "the role cannot be taken on: " + found, CREDENTIALS);
        }
        return switch (status) {
            case 404 ->
                    code.contains("NoSuchBucket")
                            ? LoadFailedException.notFound(
                                    uri.toString(),
                                    "the bucket '%s' does not exist".formatted(location.bucket()))
                            : nothingThere(uri, location);
            case 301, 307, 400 -> LoadFailedException.unreachable(uri.toString(), found, REGION, e);
            case 401, 403 -> LoadFailedException.denied(uri.toString(), found, CREDENTIALS);
            case PRECONDITION_FAILED ->
                    LoadFailedException.changed(
                            uri.toString(), "an object changed while it was downloaded");
            default ->
                    LoadFailedException.unreachable(uri.toString(), found, e)
                            .retryAfter(retryAfter(e));
        };
    }

    private static Duration retryAfter(AwsServiceException e) {
        String header =
                e.awsErrorDetails() == null
                        ? null
                        : e.awsErrorDetails()
                                .sdkHttpResponse()
                                .firstMatchingHeader("Retry-After")
                                .orElse(null);
        return RetryAfter.of(header, Instant.now());
    }

    private LoadFailedException unanswered(StorageUri uri, SdkException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Unable to load credentials")) {
            return LoadFailedException.denied(
                    uri.toString(), "the loader has no S3 credentials", CREDENTIALS);
        }
        return NetworkTrouble.failure(uri, peer, e);
    }
}
