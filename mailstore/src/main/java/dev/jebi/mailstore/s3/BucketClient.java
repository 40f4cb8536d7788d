package dev.jebi.mailstore.s3;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import java.util.Optional;

/// How the SDK is set up.
final class BucketClient {
    /// What a server that is not Amazon's is told, unless the address says otherwise.
    private static final String ANY_REGION = "us-east-1";

    /// The JDK keeps five connections to a server otherwise, and makes a new one for each more.
    private static final String KEPT_CONNECTIONS = "64";

    private BucketClient() {}

    static S3Client open(BucketAddress address, Optional<BucketKeys> keys, BucketLimits limits) {
        System.getProperties().putIfAbsent("http.maxConnections", KEPT_CONNECTIONS);
        var builder =
                S3Client.builder()
                        .httpClient(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(limits.connect())
                                        .socketTimeout(limits.silence())
                                        .build())
                        .credentialsProvider(credentials(keys))
                        .forcePathStyle(address.pathStyle())
                        // our own CRC goes with each object; what else the SDK would add, servers
                        // that are not Amazon's refuse
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                        .overrideConfiguration(all -> {
                            all.retryStrategy(
                                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                            .maxAttempts(limits.attempts())
                                            .build());
                            if (keys.isPresent()) { // and look at no file for others
                                all.defaultProfileFile(ProfileFile.aggregator().build());
                            }
                        });
        address.endpoint().ifPresent(builder::endpointOverride);
        if (address.region().isPresent() || address.endpoint().isPresent()) {
            builder.region(Region.of(address.region().orElse(ANY_REGION)));
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(Optional<BucketKeys> keys) {
        return keys.<AwsCredentialsProvider>map(k ->
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(k.access(), k.secret())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }
}
