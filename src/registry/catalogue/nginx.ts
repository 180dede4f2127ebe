// nginx:latest, 1.29.4 on slim Debian 13, in the layers of its Dockerfile. Source of the facts: the published
// image; contents are nginx-files.ts. Not here: what its modules do.

import { instantOf } from "../../base/time.ts";
import { Layout } from "../layout.ts";
import { DEBIAN_GROUP, DEBIAN_PASSWD, groupLine } from "../software/accounts.ts";
import { addAccounts } from "../software/debian-tree.ts";
import { recordPackages } from "../software/debian-dpkg.ts";
import { installTools } from "../software/debian-tools.ts";
import { debianHistory, trixieSlim } from "./debian.ts";
import { PATH } from "./environment.ts";
import { catalogueImage, step } from "./image.ts";
import { catalogueLayer, type CatalogueLayer } from "./layer.ts";
import * as files from "./nginx-files.ts";

const BUILT = instantOf({
  year: 2025,
  month: 12,
  day: 30,
  hour: 1,
  minute: 7,
  second: 12,
  microsecond: 446_203,
});
/** bytes that the packages add */
const PACKAGES_SIZE = 73_418_752;

const MODULES = `ngx_http_geoip_module.so:31896 ngx_http_geoip_module-debug.so:31896
  ngx_http_image_filter_module.so:35904 ngx_http_image_filter_module-debug.so:35904 ngx_http_js_module.so:1424224
  ngx_http_js_module-debug.so:1432416 ngx_http_xslt_filter_module.so:27712 ngx_http_xslt_filter_module-debug.so:27712
  ngx_stream_geoip_module.so:27704 ngx_stream_geoip_module-debug.so:27704 ngx_stream_js_module.so:1395416
  ngx_stream_js_module-debug.so:1399512`;

const LIBRARIES = `libabsl_base.so.20240722.0.0:22776 libaom.so.3.12.1:7832960 libavif.so.16.2.1:334544
  libbrotlidec.so.1.1.0:55304 libcurl.so.4.8.0:974080 libdav1d.so.7.0.0:1843352 libde265.so.0.1.8:593504
  libexslt.so.0.8.24:84704 libfontconfig.so.1.14.0:321696 libfreetype.so.6.20.2:891576 libgav1.so.1:1240984
  libgd.so.3.0.11:391664 libGeoIP.so.1.6.12:243568 libgssapi_krb5.so.2.2:346904 libheif.so.1.19.8:1232024
  libicudata.so.76.1:31878736 libicui18n.so.76.1:3483272 libicuuc.so.76.1:2135600 libjpeg.so.62.4.0:621912
  libkrb5.so.3.3:888080 libldap.so.2.0.200:416784 libnghttp2.so.14.28.4:190928 libpng16.so.16.48.0:236624
  libpsl.so.5.3.5:79864 libsharpyuv.so.0.1.1:47272 libssh2.so.1.0.1:277360
  libtiff.so.6.1.0:608520 libwebp.so.7.1.10:456200 libX11.so.6.4.0:1329352
  libxcb.so.1.1.0:168016 libxml2.so.2.9.14:1876928 libxslt.so.1.1.43:264304`;

const DATA = `usr/share/doc/nginx/CHANGES.gz usr/share/doc/nginx/README usr/share/doc/nginx/copyright
  usr/share/man/man8/nginx.8.gz usr/share/nginx/license usr/share/ca-certificates/mozilla/roots.crt
  etc/ssl/certs/ca-certificates.crt var/lib/dpkg/info/nginx.list var/lib/dpkg/info/nginx.md5sums`;

function describePackages(): Layout {
  const layout = new Layout(BUILT)
    .add(addAccounts(`${DEBIAN_PASSWD}nginx:x:101:101:nginx user:/nonexistent:/bin/false\n`, DEBIAN_GROUP + groupLine("nginx:101"), BUILT))
    .add(installTools("curl gettext-base"))
    .add(recordPackages("debian", "curl gettext-base"))
    .programs("usr/sbin", "nginx:1631080 nginx-debug:1735720", new Map([["nginx-debug", "nginx"]]))
    .dataFiles("usr/lib/nginx/modules", MODULES)
    .dataFiles("usr/lib/x86_64-linux-gnu", LIBRARIES)
    .file("etc/nginx/nginx.conf", files.NGINX_CONF)
    .file("etc/nginx/mime.types", files.MIME_TYPES)
    .file("etc/nginx/conf.d/default.conf", files.DEFAULT_CONF)
    .file("etc/nginx/fastcgi_params", files.FASTCGI_PARAMS)
    .file("etc/nginx/scgi_params", files.FASTCGI_PARAMS.replaceAll("fastcgi_param", "scgi_param"))
    .file("etc/nginx/uwsgi_params", files.FASTCGI_PARAMS.replaceAll("fastcgi_param", "uwsgi_param"))
    .link("etc/nginx/modules", "/usr/lib/nginx/modules")
    .file("usr/share/nginx/html/index.html", files.INDEX_HTML)
    .file("usr/share/nginx/html/50x.html", files.ERROR_HTML)
    .link("var/log/nginx/access.log", "/dev/stdout")
    .link("var/log/nginx/error.log", "/dev/stderr")
    .directories("docker-entrypoint.d var/cache/nginx"); // prettier-ignore
  return layout.fill(PACKAGES_SIZE, DATA.split(/\s+/));
}

const packages = catalogueLayer({
  name: "nginx-1.29.4",
  below: trixieSlim,
  now: BUILT,
  describe: describePackages,
});

/** One file each, as the Dockerfile copies them. */
function copied(below: CatalogueLayer, path: string, content: string): CatalogueLayer {
  const describe = (): Layout => new Layout(BUILT).file(path, content, { mode: 0o755 });
  return catalogueLayer({ name: `nginx ${path}`, below, now: BUILT, describe });
}

const top = files.ENTRY_POINT_SCRIPTS.reduce(
  (below, [name, content]) => copied(below, `docker-entrypoint.d/${name}`, content),
  copied(packages, "docker-entrypoint.sh", files.ENTRY_POINT),
);

const VARIABLES = [
  "NGINX_VERSION=1.29.4",
  "NJS_VERSION=0.9.4",
  "NJS_RELEASE=1~trixie",
  "PKG_RELEASE=1~trixie",
  "DYNPKG_RELEASE=1~trixie",
];
const MAINTAINER = "NGINX Docker Maintainers <docker-maint@nginx.com>";

const RUN = `RUN /bin/sh -c set -x     && groupadd --system --gid 101 nginx     && useradd --system --gid nginx --no-create-home --home /nonexistent --comment "nginx user" --shell /bin/false --uid 101 nginx     && apt-get update     && apt-get install --no-install-recommends --no-install-suggests -y nginx=\${NGINX_VERSION}-\${PKG_RELEASE} gettext-base curl     && rm -rf /var/lib/apt/lists/*     && ln -sf /dev/stdout /var/log/nginx/access.log     && ln -sf /dev/stderr /var/log/nginx/error.log     && mkdir /docker-entrypoint.d # buildkit`;

export const nginx = catalogueImage({
  references: ["nginx:latest", "nginx:1", "nginx:1.29", "nginx:1.29.4", "nginx:mainline", "nginx:trixie"],
  created: BUILT,
  top,
  config: {
    ExposedPorts: new Map([["80/tcp", {}]]),
    Env: [PATH, ...VARIABLES],
    Entrypoint: ["/docker-entrypoint.sh"],
    Cmd: ["nginx", "-g", "daemon off;"],
    Labels: new Map([["maintainer", MAINTAINER]]),
    StopSignal: "SIGQUIT",
  },
  history: [
    debianHistory("trixie"),
    step(BUILT, `LABEL maintainer=${MAINTAINER}`, true),
    ...VARIABLES.map((variable) => step(BUILT, `ENV ${variable}`, true)),
    step(BUILT, RUN),
    step(BUILT, "COPY docker-entrypoint.sh / # buildkit"),
    ...files.ENTRY_POINT_SCRIPTS.map(([name]) => step(BUILT, `COPY ${name} /docker-entrypoint.d # buildkit`)),
    step(BUILT, 'ENTRYPOINT ["/docker-entrypoint.sh"]', true),
    step(BUILT, "EXPOSE map[80/tcp:{}]", true),
    step(BUILT, "STOPSIGNAL SIGQUIT", true),
    step(BUILT, 'CMD ["nginx" "-g" "daemon off;"]', true),
  ],
});
