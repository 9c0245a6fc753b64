import { DISCOVERY_PATH, DOCUMENT_MAX_AGE } from '@drawbridge/core';
import type { Hosting } from './hosting.ts';

/** How a site is hosted on AWS. */
export interface AwsHosting extends Hosting {
  /** The hosted zone of Route 53 that the name is in: `example.com`. Default: what is after the first dot. */
  readonly zone?: string | undefined;
}

/**
 * The configuration (Terraform or OpenTofu) of a private bucket behind CloudFront: Amazon CloudFront Developer Guide,
 * "Restrict access to an Amazon S3 origin". Without an issuer there is no domain: the address of the distribution is
 * the issuer, and an output.
 */
export function awsHosting({ issuer, jwksPath, zone }: AwsHosting): string {
  const host = issuer === undefined ? undefined : new URL(issuer).hostname;
  const parts = [
    header(host),
    bucket(),
    distribution(host),
    ...(host === undefined ? [] : [domain(host, zone ?? host.replace(/^[^.]+\./, ''))]),
    outputs(host, jwksPath),
  ];
  return parts.join('\n');
}

function header(host: string | undefined): string {
  const versions = `terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.40, < 7.0"
    }
  }
}

variable "region" {
  type        = string
  description = "The region of the bucket."
  default     = "us-east-1"
}

provider "aws" {
  region = var.region
}
`;
  if (host === undefined) return versions;
  return `${versions}
# CloudFront takes certificates from this region alone.
provider "aws" {
  alias  = "certificates"
  region = "us-east-1"
}
`;
}

function bucket(): string {
  return `# Nobody reads the bucket but the distribution.
resource "aws_s3_bucket" "site" {
  bucket_prefix = "oidc-issuer-"
}

resource "aws_s3_bucket_public_access_block" "site" {
  bucket                  = aws_s3_bucket.site.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "site" {
  bucket = aws_s3_bucket.site.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

data "aws_iam_policy_document" "site" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["\${aws_s3_bucket.site.arn}/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [aws_cloudfront_distribution.site.arn]
    }
  }

  # Without it S3 answers 403 for what is not there, and a missing file looks like a missing right.
  statement {
    sid       = "TellWhatIsMissing"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.site.arn]
    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [aws_cloudfront_distribution.site.arn]
    }
  }
}

resource "aws_s3_bucket_policy" "site" {
  bucket     = aws_s3_bucket.site.id
  policy     = data.aws_iam_policy_document.site.json
  depends_on = [aws_s3_bucket_public_access_block.site]
}
`;
}

function distribution(host: string | undefined): string {
  const aliases = host === undefined ? '' : `  aliases             = [${quoted(host)}]\n`;
  const certificate =
    host === undefined
      ? `  viewer_certificate {
    cloudfront_default_certificate = true
  }`
      : `  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.site.certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }`;
  return `resource "aws_cloudfront_origin_access_control" "site" {
  name                              = aws_s3_bucket.site.id
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# Caches keep a document as long as its Cache-Control says: "issuer publish" sets it.
resource "aws_cloudfront_cache_policy" "site" {
  name        = "\${aws_s3_bucket.site.id}-documents"
  min_ttl     = 0
  default_ttl = ${DOCUMENT_MAX_AGE}
  max_ttl     = 3600
  parameters_in_cache_key_and_forwarded_to_origin {
    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "none"
    }
    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

resource "aws_cloudfront_distribution" "site" {
  enabled             = true
  is_ipv6_enabled     = true
  default_root_object = "index.html"
  price_class         = "PriceClass_100"
${aliases}
  origin {
    origin_id                = "site"
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.site.id
  }

  default_cache_behavior {
    target_origin_id       = "site"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = aws_cloudfront_cache_policy.site.id
    viewer_protocol_policy = "redirect-to-https"
  }

  # A document that is asked for before it is published must not be missed for long after.
  dynamic "custom_error_response" {
    for_each = [403, 404]
    content {
      error_code            = custom_error_response.value
      error_caching_min_ttl = 5
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

${certificate}
}
`;
}

function domain(host: string, zone: string): string {
  return `variable "zone" {
  type        = string
  description = "The hosted zone of Route 53 that the name of the issuer is in."
  default     = ${quoted(zone)}
}

data "aws_route53_zone" "site" {
  name = var.zone
}

resource "aws_acm_certificate" "site" {
  provider          = aws.certificates
  domain_name       = ${quoted(host)}
  validation_method = "DNS"
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = {
    for option in aws_acm_certificate.site.domain_validation_options : option.domain_name => option
  }
  zone_id         = data.aws_route53_zone.site.zone_id
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 60
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "site" {
  provider                = aws.certificates
  certificate_arn         = aws_acm_certificate.site.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

resource "aws_route53_record" "site" {
  for_each = toset(["A", "AAAA"])
  zone_id  = data.aws_route53_zone.site.zone_id
  name     = ${quoted(host)}
  type     = each.value
  alias {
    name                   = aws_cloudfront_distribution.site.domain_name
    zone_id                = aws_cloudfront_distribution.site.hosted_zone_id
    evaluate_target_health = false
  }
}
`;
}

function outputs(host: string | undefined, jwksPath: string): string {
  const issuer =
    host === undefined
      ? '"https://${aws_cloudfront_distribution.site.domain_name}"'
      : quoted(`https://${host}`);
  return `output "issuer" {
  description = "The issuer: its documents are at ${DISCOVERY_PATH} and ${jwksPath}."
  value       = ${issuer}
}

output "bucket" {
  description = "Where the site is published to."
  value       = aws_s3_bucket.site.id
}

output "distribution" {
  description = "Whose caches are told of what is new."
  value       = aws_cloudfront_distribution.site.id
}
`;
}

/** A string of HCL. Host names and zones have no character that would need more. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{');
}
