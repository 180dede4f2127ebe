import {test} from "vitest";
import { createWorld } from "../../../src/world.ts";
test("x",()=>{
  const host = createWorld({hosts:{paper:{system:"play"}}}).host();
  for (const line of ["docker version","docker ps","docker run --rm busybox:1.36 echo hi","docker images","docker info", "docker run -d --name web busybox:1.36 sleep 100", "docker ps", "docker stop web; docker ps -a; docker logs web; docker inspect web | head -20; docker rm web"]) {
    const r = host.run(line);
    console.log("$ "+line+"\n"+r.stdout+"--\n"+r.stderr+"== "+r.status);
  }
});
