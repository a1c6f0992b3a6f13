import { type APIRequestContext, type APIResponse, expect } from '@playwright/test';
import { ask } from './shop';

/** A product, as far as its seller changes it. */
interface Product {
  id: string;
  slug: string;
}

/** A picture that was sent. */
interface Upload {
  id: string;
  url: string;
  width: number;
  height: number;
  placeholderColor: string | null;
  sources: { url: string; width: number }[];
}

interface Refusal {
  code: string;
  message: string;
}

/** The owner of a shop of the demonstration, at work through the API. */
export class Seller {
  readonly #request: APIRequestContext;
  readonly #headers: Record<string, string>;
  readonly #shop: string;

  private constructor(request: APIRequestContext, token: string, shop: string) {
    this.#request = request;
    this.#headers = bearer(token);
    this.#shop = shop;
  }

  /** Signs in the first owner whom the sign-in page of the demonstration lists. */
  static async signIn(request: APIRequestContext): Promise<Seller> {
    const { site } = await ask<{ site: { demoAccounts: { email: string; password: string; role: string }[] } }>(
      request,
      '{ site { demoAccounts { email password role } } }',
    );
    const { email, password } = site.demoAccounts.find(({ role }) => role === 'owner')!;
    const { sessionCreate } = await ask<{ sessionCreate: { accessToken: string } }>(
      request,
      'mutation($email: String!, $password: String!) { sessionCreate(input: { email: $email, password: $password }) { accessToken } }',
      { email, password },
    );
    const token = sessionCreate.accessToken;
    const { me } = await ask<{ me: { shops: { id: string }[] } }>(request, '{ me { shops { id } } }', {}, bearer(token));
    return new Seller(request, token, me.shops[0]!.id);
  }

  /** Puts a product up for sale, in a category when one is given. */
  async create(title: string, { price = '12.00', category }: { price?: string; category?: string } = {}): Promise<Product> {
    const input = {
      shopId: this.#shop,
      title: [{ language: 'EN', text: title }],
      category,
      status: 'ACTIVE',
      variants: [{ price, stock: 3 }],
    };
    return this.#write('productCreate', 'ProductCreateInput', input);
  }

  /** Changes a product. */
  async update(product: Product, changes: { slug?: string; status?: 'DRAFT' | 'ACTIVE' | 'ARCHIVED' }): Promise<Product> {
    return this.#write('productUpdate', 'ProductUpdateInput', { id: product.id, ...changes });
  }

  /** Sends the bytes of a picture, whatever they are. */
  async send(bytes: Buffer): Promise<APIResponse> {
    return this.#request.post('/media/uploads', { headers: { ...this.#headers, 'content-type': 'image/jpeg' }, data: bytes });
  }

  /** Sends a picture that is taken. */
  async upload(bytes: Buffer): Promise<Upload> {
    const answer = await this.send(bytes);
    expect(answer.status(), await answer.text()).toBe(201);
    return ((await answer.json()) as { image: Upload }).image;
  }

  /** Adds pictures to a product. */
  async addImages(product: Product, images: { imageId: string; alt?: { language: string; text: string }[] }[]): Promise<void> {
    await this.#write('productImagesAdd', 'ProductImagesAddInput', { productId: product.id, images });
  }

  async #write(mutation: string, type: string, input: object): Promise<Product> {
    const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { product { id slug } userErrors { code message } } }`;
    const answer = await ask<Record<string, { product: Product; userErrors: Refusal[] }>>(this.#request, query, { input }, this.#headers);
    expect(answer[mutation]!.userErrors).toEqual([]);
    return answer[mutation]!.product;
  }
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
