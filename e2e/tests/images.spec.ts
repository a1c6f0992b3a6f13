import { type AddressInfo } from 'node:net';
import { createServer, type Server as Host } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { photo } from '../support/photo';
import { Seller } from '../support/seller';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/test';

test.use({ serverArguments: ['--demo', '--fetch-images', '--fetch-images-allow', '127.0.0.1'] });

test('a photograph that a seller sends is shown in the width that fits', async ({ page, request }, testInfo) => {
  const seller = await Seller.signIn(request);
  const product = await seller.create(`Photographed bowl ${testInfo.project.name}`, { category: 'tableware' });
  const image = await seller.upload(await photo(page, 2000, 1500));
  expect(image).toMatchObject({ width: 1920, height: 1440 });
  expect(image.sources.map(({ width }) => width)).toEqual([320, 640, 960, 1280, 1920]);
  await seller.addImages(product, [{ imageId: image.id, alt: [{ language: 'EN', text: 'A bowl in the sun' }] }]);

  await page.goto(`/p/${product.slug}`);
  await hydrated(page);
  const picture = page.getByRole('list', { name: 'Pictures' }).getByRole('img', { name: 'A bowl in the sun' });
  await expect(picture).toHaveAttribute('width', '1920');
  await expect(picture).toHaveAttribute('height', '1440');
  expect((await picture.getAttribute('srcset'))!.split(', ')).toEqual(image.sources.map(({ url, width }) => `${url} ${width}w`));
  // The browser has chosen for its own window: the narrowest that is wide enough.
  const shown = await picture.evaluate(async (element: HTMLImageElement) => {
    await element.decode();
    const file = await createImageBitmap(await (await fetch(element.currentSrc)).blob());
    return { width: file.width, height: file.height, wanted: element.clientWidth * devicePixelRatio, type: element.currentSrc.slice(-5) };
  });
  expect(shown.type).toBe('.webp');
  expect(shown.width / shown.height).toBeCloseTo(4 / 3, 2);
  expect(shown.width).toBeGreaterThanOrEqual(shown.wanted * 0.95);
  expect(shown.width).toBeLessThan(1920);
  const ground = page.locator('.gallery .ground');
  await expect(ground).toHaveAttribute('color', image.placeholderColor!);
  await expect(ground).toHaveCSS('background-color', rgb(image.placeholderColor!));
  // Who shares it, and who searches for it, gets a picture with pixels.
  await expect(page.locator('meta[property="og:image"]')).toHaveAttribute('content', new RegExp(`${image.url}$`));
  const data = (await page.locator('script[type="application/ld+json"]').allTextContents()).map((text) => JSON.parse(text));
  expect(data.find((item) => item['@type'] === 'Product').image[0]).toContain(image.url);
  await expectAccessible(page);
  await keepScreenshot(page, 'product-photo');

  // In the list it is a card's picture.
  await page.goto('/c/tableware?sort=newest');
  await hydrated(page);
  const card = page.locator('.card', { hasText: `Photographed bowl ${testInfo.project.name}` }).locator('img');
  await expect(card).toHaveAttribute('srcset', /320w/);
  await expect.poll(() => card.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);
});

test('a picture that an import names is fetched and takes its place', async ({ page, request, server }, testInfo) => {
  const bytes = await photo(page, 800, 1000);
  const host: Host = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'image/jpeg' }).end(bytes));
  await new Promise<void>((done) => host.listen(0, '127.0.0.1', done));
  try {
    const handle = `fetched-jug-${testInfo.project.name}`;
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/jug.jpg`;
    const rows = [
      'Handle,Title,Body (HTML),Vendor,Variant SKU,Variant Price,Variant Inventory Qty,Image Src,Image Alt Text,Status,Published',
      `${handle},Fetched jug ${testInfo.project.name},<p>A jug</p>,Saltmarsh Leather,${handle},12.00,3,${url},A jug by the window,active,TRUE`,
    ];
    mkdirSync(testInfo.outputDir, { recursive: true });
    const file = join(testInfo.outputDir, 'products.csv');
    writeFileSync(file, `${rows.join('\n')}\n`);
    server.run('import', 'products', file);
    await expect
      .poll(
        async () => {
          const answer = await request.post('/graphql', {
            data: { query: 'query($slug: String!) { product(slug: $slug) { image { state } } }', variables: { slug: handle } },
          });
          return (await answer.json()).data?.product?.image?.state;
        },
        { timeout: 30_000 },
      )
      .toBe('READY');
    await page.goto(`/p/${handle}`);
    await hydrated(page);
    const picture = page.getByRole('img', { name: 'A jug by the window' });
    await expect(picture).toHaveAttribute('srcset', /800w/);
    await expect.poll(() => picture.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);
  } finally {
    host.close();
  }
});

test('a file that is no picture is refused with what to do', async ({ request }) => {
  const seller = await Seller.signIn(request);
  const answer = await seller.send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'));
  expect(answer.status()).toBe(415);
  expect(await answer.json()).toEqual({
    error: { code: 'UNSUPPORTED_FORMAT', message: 'pictures of this kind are not taken: save it as JPEG, PNG or WebP' },
  });
});

const rgb = (hex: string): string => {
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return `rgb(${channel(1)}, ${channel(3)}, ${channel(5)})`;
};
